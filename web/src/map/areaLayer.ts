import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibre } from 'maplibre-gl'
import type { Picture } from '../columns/picture'
import type { Scheme } from '../columns/palette'
import { Program } from './program'
import { PaletteTexture, raw, sampling } from './texture'

const vertex = `#version 300 es
layout(location = 0) in vec4 corner;
layout(location = 1) in vec2 place;
out vec2 at;
void main() {
  gl_Position = corner;
  at = place;
}`

/** Fills and lines, or the line of one slot alone. */
const fragment = `#version 300 es
precision highp float;
precision highp usampler2D;
in vec2 at;
uniform usampler2D slots;
uniform sampler2D lines;
uniform sampler2D palette;
uniform vec4 line;
uniform float strength;
uniform int only;
out vec4 pixel;
void main() {
  ivec2 size = textureSize(slots, 0);
  int slot = int(texelFetch(slots, min(ivec2(at * vec2(size)), size - 1), 0).r);
  if (slot == 0 || (only >= 0 && slot != only)) discard;
  float cover = texture(lines, at).r;
  if (only >= 0) {
    pixel = line * min(1.0, 2.0 * cover);
    return;
  }
  vec4 fill = texelFetch(palette, ivec2(slot & 1023, slot >> 10), 0) * strength;
  pixel = fill * (1.0 - line.a * cover) + line * cover;
}`

const borders: Record<Scheme, { line: readonly [number, number, number]; highlight: readonly [number, number, number]; far: number }> = {
  light: { line: [1, 1, 1], highlight: [0.114, 0.11, 0.098], far: 0.3 },
  dark: { line: [0.086, 0.094, 0.086], highlight: [1, 1, 1], far: 0.34 },
}

/**
 * AreaLayer draws territories from a picture: one texel, one slot. Another colouring writes a palette of a few hundred
 * texels; another plan writes the picture anew. Mercator only. `above` is a second layer that draws only the outline of
 * the highlighted territory, to stand over the units.
 */
export class AreaLayer implements CustomLayerInterface {
  readonly id = 'territories'
  readonly type = 'custom' as const
  readonly renderingMode = '2d' as const

  private map: MapLibre | undefined
  private gl: WebGL2RenderingContext | undefined
  private program: Program | undefined
  private array: WebGLVertexArrayObject | null = null
  private corners: WebGLBuffer | null = null
  private slots: WebGLTexture | null = null
  private lines: WebGLTexture | null = null
  private palette: PaletteTexture | undefined

  private picture: Picture | undefined
  private colours = new Uint8Array(4)
  private scheme: Scheme = 'light'
  private visible = true
  private highlighted = -1

  /** Draws the outline of the highlighted territory. */
  readonly above: CustomLayerInterface = {
    id: 'territory-highlight', type: 'custom', renderingMode: '2d',
    render: (_, input) => {
      if (this.highlighted > 0) this.draw(input, this.highlighted)
    },
  }

  /** setPicture shows another plan or another part of the map. */
  setPicture(picture: Picture | undefined): void {
    this.picture = picture
    this.upload()
  }

  /** setInks sets the opaque RGBA bytes per slot and the theme of the lines. */
  setInks(colours: Uint8Array<ArrayBuffer>, scheme: Scheme): void {
    this.colours = colours
    this.scheme = scheme
    this.palette?.write(colours)
    this.map?.triggerRepaint()
  }

  setVisible(visible: boolean): void {
    this.visible = visible
    this.map?.triggerRepaint()
  }

  /** highlight outlines one slot; -1 ends it. */
  highlight(slot: number): void {
    this.highlighted = slot
    this.map?.triggerRepaint()
  }

  onAdd(map: MapLibre, context: WebGLRenderingContext | WebGL2RenderingContext): void {
    const gl = context as WebGL2RenderingContext
    this.map = map
    this.gl = gl
    this.program = new Program(gl, vertex, fragment)
    this.array = gl.createVertexArray()
    this.corners = gl.createBuffer()
    gl.bindVertexArray(this.array)
    gl.bindBuffer(gl.ARRAY_BUFFER, this.corners)
    for (const [place, size, offset] of [[0, 4, 0], [1, 2, 16]] as const) {
      gl.enableVertexAttribArray(place)
      gl.vertexAttribPointer(place, size, gl.FLOAT, false, 24, offset)
    }
    gl.bindVertexArray(null)
    this.slots = gl.createTexture()
    this.lines = gl.createTexture()
    this.palette = new PaletteTexture(gl)
    this.palette.write(this.colours)
    this.upload()
  }

  onRemove(): void {
    const gl = this.gl
    if (!gl) return
    this.program?.delete()
    gl.deleteVertexArray(this.array)
    gl.deleteBuffer(this.corners)
    for (const texture of [this.slots, this.lines]) gl.deleteTexture(texture)
    this.palette?.delete()
    this.gl = undefined
    this.map = undefined
  }

  render(_: WebGLRenderingContext | WebGL2RenderingContext, input: CustomRenderMethodInput): void {
    if (this.visible) this.draw(input, -1)
  }

  private draw(input: CustomRenderMethodInput, only: number): void {
    const { gl, map, picture, program, palette } = this
    if (!gl || !map || !picture || !program || !palette) return
    program.use()
    gl.bindVertexArray(this.array)
    gl.bindBuffer(gl.ARRAY_BUFFER, this.corners)
    gl.bufferData(gl.ARRAY_BUFFER, corners(picture, input.defaultProjectionData.mainMatrix as ArrayLike<number>), gl.STREAM_DRAW)
    palette.bind(2)
    ;[this.lines, this.slots].forEach((texture, k) => {
      gl.activeTexture(gl.TEXTURE1 - k)
      gl.bindTexture(gl.TEXTURE_2D, texture)
    })
    gl.uniform1i(program.at('slots'), 0)
    gl.uniform1i(program.at('lines'), 1)
    gl.uniform1i(program.at('palette'), 2)
    const { line, highlight, far } = borders[this.scheme]
    gl.uniform4f(program.at('line'), ...(only >= 0 ? highlight : line), 1)
    gl.uniform1f(program.at('strength'), strength(map.getZoom(), far))
    gl.uniform1i(program.at('only'), only)
    gl.enable(gl.BLEND)
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
    gl.disable(gl.DEPTH_TEST)
    gl.disable(gl.STENCIL_TEST)
    gl.disable(gl.CULL_FACE)
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4)
    gl.bindVertexArray(null)
  }

  private upload(): void {
    const { gl, picture } = this
    if (gl && picture) {
      const { columns, rows } = picture
      raw(gl)
      gl.bindTexture(gl.TEXTURE_2D, this.slots)
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.R16UI, columns, rows, 0, gl.RED_INTEGER, gl.UNSIGNED_SHORT, picture.slots)
      sampling(gl, gl.NEAREST)
      gl.bindTexture(gl.TEXTURE_2D, this.lines)
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, columns, rows, 0, gl.RED, gl.UNSIGNED_BYTE, picture.lines)
      sampling(gl, gl.LINEAR)
    }
    this.map?.triggerRepaint()
  }
}

/** corners gives the four corners of a picture in clip space, made in doubles, each with its place in the texture. */
function corners({ frame: { west, north, east, south } }: Picture, matrix: ArrayLike<number>): Float32Array {
  const out = new Float32Array(24)
  ;([[west, north, 0, 0], [east, north, 1, 0], [west, south, 0, 1], [east, south, 1, 1]] as const).forEach(([x, y, u, v], k) => {
    for (let row = 0; row < 4; row++) out[6 * k + row] = (matrix[row] ?? 0) * x + (matrix[4 + row] ?? 0) * y + (matrix[12 + row] ?? 0)
    out[6 * k + 4] = u
    out[6 * k + 5] = v
  })
  return out
}

/** strength fades the fill as the map comes closer and streets and units matter more. */
function strength(zoom: number, far: number): number {
  const near = 0.16
  return far + (near - far) * Math.min(1, Math.max(0, (zoom - 3) / 6))
}
