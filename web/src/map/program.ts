/**
 * Program compiles and links a vertex and a fragment shader of WebGL 2. It does not wait for them: asking for anything of a
 * program does, so ask when it is drawn with first. What the compiler says against them then goes to the browser's console
 * and nothing is drawn.
 */
export class Program {
  private readonly made: WebGLProgram
  private readonly places: Record<string, WebGLUniformLocation | null> = {}

  constructor(private readonly gl: WebGL2RenderingContext, vertex: string, fragment: string) {
    this.made = gl.createProgram()
    for (const [kind, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
      const shader = gl.createShader(kind)
      if (!shader) throw new Error('WebGL gives no shader')
      gl.shaderSource(shader, source)
      gl.compileShader(shader)
      gl.attachShader(this.made, shader)
      gl.deleteShader(shader)
    }
    gl.linkProgram(this.made)
  }

  use(): void {
    this.gl.useProgram(this.made)
  }

  /** at is where a uniform lies; it is asked for once. */
  at(name: string): WebGLUniformLocation | null {
    if (!(name in this.places)) this.places[name] = this.gl.getUniformLocation(this.made, name)
    return this.places[name] ?? null
  }

  delete(): void {
    this.gl.deleteProgram(this.made)
  }
}
