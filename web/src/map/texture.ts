/** raw undoes what MapLibre may have left of its own ways of unpacking. */
export function raw(gl: WebGL2RenderingContext): void {
  gl.activeTexture(gl.TEXTURE0)
  gl.bindBuffer(gl.PIXEL_UNPACK_BUFFER, null)
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false)
  gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false)
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1)
}

/** sampling says how the bound texture is read between its texels, and that it ends at its edges. */
export function sampling(gl: WebGL2RenderingContext, filter: number): void {
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, filter)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE)
}

/** Shaders find the texel of a slot k at (k & 1023, k >> 10). */
const paletteWidth = 1024

/** The number of slots is a uint16, so there are never more rows. */
const paletteRows = 64

/** PaletteTexture keeps one colour for each slot. */
export class PaletteTexture {
  private readonly texture: WebGLTexture

  constructor(private readonly gl: WebGL2RenderingContext) {
    this.texture = gl.createTexture()
  }

  /** write sets the RGBA bytes, four for each slot. */
  write(colours: Uint8Array): void {
    const { gl } = this
    const rows = Math.min(paletteRows, Math.max(1, Math.ceil(colours.length / (4 * paletteWidth))))
    const texels = new Uint8Array(4 * paletteWidth * rows)
    texels.set(colours.subarray(0, texels.length))
    raw(gl)
    gl.bindTexture(gl.TEXTURE_2D, this.texture)
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, paletteWidth, rows, 0, gl.RGBA, gl.UNSIGNED_BYTE, texels)
    sampling(gl, gl.NEAREST)
  }

  /** bind makes it the texture of a unit of the shader. */
  bind(unit: number): void {
    this.gl.activeTexture(this.gl.TEXTURE0 + unit)
    this.gl.bindTexture(this.gl.TEXTURE_2D, this.texture)
  }

  delete(): void {
    this.gl.deleteTexture(this.texture)
  }
}
