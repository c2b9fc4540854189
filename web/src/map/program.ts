/**
 * program begins to compile and link a vertex and a fragment shader of WebGL 2. It does not wait for them: asking for
 * anything of a program does, so ask when it is drawn with first. What the compiler says against them then goes to the
 * browser's console and nothing is drawn.
 */
export function program(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const made = gl.createProgram()
  for (const [kind, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(kind)
    if (!shader) throw new Error('WebGL gives no shader')
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(made, shader)
    gl.deleteShader(shader)
  }
  gl.linkProgram(made)
  return made
}
