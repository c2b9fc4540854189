import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibre } from 'maplibre-gl'
import { mercatorX, mercatorY } from '../columns/mercator'
import type { Thinned } from '../columns/thin'
import { Program } from './program'
import { PaletteTexture } from './texture'

const vertex = `#version 300 es
layout(location = 0) in vec2 hi;
layout(location = 1) in vec2 lo;
layout(location = 2) in float slot;
uniform mat4 m;
uniform vec2 centreHi;
uniform vec2 centreLo;
uniform vec4 origin;
uniform float size;
uniform float alpha;
uniform sampler2D palette;
out vec4 colour;
void main() {
  vec2 d = (hi - centreHi) + (lo - centreLo);
  gl_Position = origin + m[0] * d.x + m[1] * d.y;
  gl_PointSize = size;
  int k = int(slot);
  vec4 ink = texelFetch(palette, ivec2(k & 1023, k >> 10), 0);
  colour = ink * alpha;
}`

const fragment = `#version 300 es
precision highp float;
in vec4 colour;
uniform float size;
uniform vec4 ring;
out vec4 pixel;
void main() {
  float r = length(gl_PointCoord - 0.5) * 2.0;
  float edge = 2.0 / size;
  float cover = size < 2.6 ? 1.0 : 1.0 - smoothstep(1.0 - edge, 1.0, r);
  vec4 ink = ring.a > 0.0 && r > 0.58 ? ring : colour;
  pixel = ink * cover;
}`

interface Inks { colours: Uint8Array; ring: readonly [number, number, number, number] }

/**
 * PointLayer draws every unit as one GL point. Positions are uploaded once; recolouring writes the slot column or the
 * palette texture and touches nothing else. Positions are given as high and low float32 parts and subtracted from the
 * centre in the shader, which keeps them exact to the pixel at any zoom. Mercator only.
 */
export class PointLayer implements CustomLayerInterface {
  readonly id = 'units'
  readonly type = 'custom' as const
  readonly renderingMode = '2d' as const

  private map: MapLibre | undefined
  private gl: WebGL2RenderingContext | undefined
  private program: Program | undefined
  private array: WebGLVertexArrayObject | null = null
  private positions: WebGLBuffer | null = null
  private slotBuffer: WebGLBuffer | null = null
  private emphasisBuffer: WebGLBuffer | null = null
  private marksBuffer: WebGLBuffer | null = null
  private onlyBuffer: WebGLBuffer | null = null
  private palette: PaletteTexture | undefined

  private n = 0
  private split: { hi: Float32Array; lo: Float32Array } | undefined
  private slots: Uint16Array = new Uint16Array()
  private emphasis: Uint32Array = new Uint32Array()
  private marks: Uint32Array = new Uint32Array()
  private only: Uint32Array | undefined
  private thinned: readonly Thinned[] = []
  private thinnedBuffers: (WebGLBuffer | null)[] = []
  private dim = 1
  private visible = true
  private inks: Inks = { colours: new Uint8Array(4), ring: [0, 0, 0, 1] }

  /** setPositions replaces the units; their slots become 0. Zoomed out only the units of thinned are drawn, which cover the same pixels. */
  setPositions(hi: Float32Array, lo: Float32Array, thinned: readonly Thinned[] = []): void {
    this.thinned = thinned
    this.n = hi.length / 2
    this.split = { hi, lo }
    this.slots = new Uint16Array(this.n)
    this.emphasis = new Uint32Array()
    this.marks = new Uint32Array()
    this.only = undefined
    this.upload()
  }

  /** setSlots recolours all units; the column has one slot per unit. */
  setSlots(slots: Uint16Array): void {
    this.slots = slots
    const gl = this.gl
    if (gl && slots.length === this.n) {
      gl.bindBuffer(gl.ARRAY_BUFFER, this.slotBuffer)
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, slots)
    }
    this.map?.triggerRepaint()
  }

  /** setInks sets the premultiplied RGBA bytes per slot and the colour of the ring around emphasised units. */
  setInks(inks: Inks): void {
    this.inks = inks
    this.palette?.write(inks.colours)
    this.map?.triggerRepaint()
  }

  /** setEmphasis draws these units on top with a ring, and all others at the given strength (1 = as ever). */
  setEmphasis(units: Uint32Array, others: number): void {
    this.emphasis = units
    this.dim = others
    this.uploadIndices(this.emphasisBuffer, units)
    this.map?.triggerRepaint()
  }

  /** setMarks rings these units finely, whatever else happens to them. */
  setMarks(units: Uint32Array): void {
    this.marks = units
    this.uploadIndices(this.marksBuffer, units)
    this.map?.triggerRepaint()
  }

  /** setOnly draws no units but these, emphasised and marked ones apart; undefined draws all. */
  setOnly(units: Uint32Array | undefined): void {
    this.only = units
    if (units) this.uploadIndices(this.onlyBuffer, units)
    this.map?.triggerRepaint()
  }

  /** setVisible hides all units, but not those that are emphasised. */
  setVisible(visible: boolean): void {
    this.visible = visible
    this.map?.triggerRepaint()
  }

  private uploadIndices(buffer: WebGLBuffer | null, units: Uint32Array): void {
    const gl = this.gl
    if (!gl) return
    gl.bindVertexArray(this.array)
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, buffer)
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, units, gl.DYNAMIC_DRAW)
    gl.bindVertexArray(null)
  }

  onAdd(map: MapLibre, context: WebGLRenderingContext | WebGL2RenderingContext): void {
    const gl = context as WebGL2RenderingContext
    this.map = map
    this.gl = gl
    this.program = new Program(gl, vertex, fragment)
    this.array = gl.createVertexArray()
    this.positions = gl.createBuffer()
    this.slotBuffer = gl.createBuffer()
    this.emphasisBuffer = gl.createBuffer()
    this.marksBuffer = gl.createBuffer()
    this.onlyBuffer = gl.createBuffer()
    this.palette = new PaletteTexture(gl)
    this.palette.write(this.inks.colours)
    this.upload()
  }

  onRemove(): void {
    const gl = this.gl
    if (!gl) return
    this.program?.delete()
    gl.deleteVertexArray(this.array)
    for (const buffer of [this.positions, this.slotBuffer, this.emphasisBuffer, this.marksBuffer, this.onlyBuffer, ...this.thinnedBuffers]) gl.deleteBuffer(buffer)
    this.palette?.delete()
    this.gl = undefined
    this.map = undefined
  }

  render(context: WebGLRenderingContext | WebGL2RenderingContext, input: CustomRenderMethodInput): void {
    const gl = context as WebGL2RenderingContext
    const { map, program, palette } = this
    if (!map || this.n === 0 || !program || !palette) return
    program.use()
    gl.bindVertexArray(this.array)
    palette.bind(0)
    gl.uniform1i(program.at('palette'), 0)
    placeCentre(gl, program, map, input.defaultProjectionData.mainMatrix as ArrayLike<number>)
    gl.enable(gl.BLEND)
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
    gl.disable(gl.DEPTH_TEST)
    gl.disable(gl.STENCIL_TEST)

    const shown = this.only?.length ?? this.n
    const size = pointSize(map.getZoom(), shown) * map.getPixelRatio()
    gl.uniform1f(program.at('size'), size)
    gl.uniform1f(program.at('alpha'), this.dim * pointStrength(map.getZoom(), shown))
    gl.uniform4f(program.at('ring'), 0, 0, 0, 0)
    if (this.visible) this.drawAll(gl, map.getZoom() + Math.log2(map.getPixelRatio()))
    const rings = (buffer: WebGLBuffer | null, units: Uint32Array, extra: number) => {
      if (units.length === 0) return
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, buffer)
      gl.uniform1f(program.at('size'), size + extra * map.getPixelRatio())
      gl.uniform1f(program.at('alpha'), 1)
      gl.uniform4f(program.at('ring'), ...this.inks.ring)
      gl.drawElements(gl.POINTS, units.length, gl.UNSIGNED_INT, 0)
    }
    rings(this.marksBuffer, this.marks, 2.5)
    rings(this.emphasisBuffer, this.emphasis, 3.5)
    gl.bindVertexArray(null)
  }

  /** drawAll draws every unit that shows at a zoom: all of them when zoomed in, or those that a filter leaves. */
  private drawAll(gl: WebGL2RenderingContext, zoom: number): void {
    if (this.only) {
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.onlyBuffer)
      return gl.drawElements(gl.POINTS, this.only.length, gl.UNSIGNED_INT, 0)
    }
    const at = this.thinned.findIndex((level) => zoom <= level.zoom)
    const level = this.thinned[at]
    if (!level) return gl.drawArrays(gl.POINTS, 0, this.n)
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.thinnedBuffers[at] ?? null)
    gl.drawElements(gl.POINTS, level.units.length, gl.UNSIGNED_INT, 0)
  }

  private upload(): void {
    const { gl, split } = this
    if (!gl || !split) return
    const half = split.hi.byteLength
    gl.bindVertexArray(this.array)
    gl.bindBuffer(gl.ARRAY_BUFFER, this.positions)
    gl.bufferData(gl.ARRAY_BUFFER, 2 * half, gl.STATIC_DRAW)
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, split.hi)
    gl.bufferSubData(gl.ARRAY_BUFFER, half, split.lo)
    attribute(gl, 0, 2, gl.FLOAT, 0)
    attribute(gl, 1, 2, gl.FLOAT, half)
    gl.bindBuffer(gl.ARRAY_BUFFER, this.slotBuffer)
    gl.bufferData(gl.ARRAY_BUFFER, this.slots, gl.DYNAMIC_DRAW)
    attribute(gl, 2, 1, gl.UNSIGNED_SHORT, 0)
    gl.bindVertexArray(null)
    this.uploadIndices(this.emphasisBuffer, this.emphasis)
    this.uploadIndices(this.marksBuffer, this.marks)
    if (this.only) this.uploadIndices(this.onlyBuffer, this.only)
    for (const buffer of this.thinnedBuffers) gl.deleteBuffer(buffer)
    this.thinnedBuffers = this.thinned.map(({ units }) => {
      const buffer = gl.createBuffer()
      this.uploadIndices(buffer, units)
      return buffer
    })
    this.map?.triggerRepaint()
  }
}

/** placeCentre: the product of matrix and centre is made in doubles; the shader adds only the small rest. */
function placeCentre(gl: WebGL2RenderingContext, program: Program, map: MapLibre, matrix: ArrayLike<number>): void {
  const { lng, lat } = map.getCenter()
  const x = mercatorX(lng)
  const y = mercatorY(lat)
  const at = (k: number) => (matrix[k] ?? 0) * x + (matrix[4 + k] ?? 0) * y + (matrix[12 + k] ?? 0)
  gl.uniform4f(program.at('origin'), at(0), at(1), at(2), at(3))
  gl.uniform2f(program.at('centreHi'), Math.fround(x), Math.fround(y))
  gl.uniform2f(program.at('centreLo'), x - Math.fround(x), y - Math.fround(y))
  gl.uniformMatrix4fv(program.at('m'), false, Float32Array.from(matrix))
}

/** pointSize in CSS pixels: larger when zoomed in, and when there are few units. */
export function pointSize(zoom: number, n: number): number {
  const room = Math.min(2.4, Math.max(1, Math.sqrt(60_000 / Math.max(1, n))))
  return Math.min(10, Math.max(1.5, 1.7 * room * 1.24 ** (zoom - 4)))
}

/** pointStrength thins out a crowd seen from afar, so that territories and labels stay readable. */
export function pointStrength(zoom: number, n: number): number {
  const crowd = Math.min(1, Math.max(0, n / 150_000))
  const far = Math.min(1, Math.max(0, (7.5 - zoom) / 3.5))
  return 1 - 0.5 * crowd * far
}

function attribute(gl: WebGL2RenderingContext, place: number, size: number, type: number, offset: number): void {
  gl.enableVertexAttribArray(place)
  gl.vertexAttribPointer(place, size, type, false, 0, offset)
}
