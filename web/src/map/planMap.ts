import { Map as MapLibre, ScaleControl, setWorkerUrl, type LngLatBoundsLike } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { Feature, Point } from 'geojson'
import type { Anchor } from '../columns/anchors'
import type { ColourBook } from '../columns/colourBook'
import { latitude, longitude, mercatorX, mercatorY } from '../columns/mercator'
import { nearest } from '../columns/nearest'
import { hex, rgb, unassignedHex, type Scheme } from '../columns/palette'
import { slotAt, type Picture } from '../columns/picture'
import type { PlanColumns } from '../columns/planColumns'
import { toSlots, type Slots } from '../columns/slots'
import type { Frame } from '../columns/surface'
import { usualLayers, type Camera, type Layer } from '../edit/viewLink'
import { t } from '../i18n'
import { AreaLayer } from './areaLayer'
import { frameFor, wholeFrame } from './frames'
import { BaseMap } from './baseMap'
import { worldTopology } from './geography'
import { BoundaryLayer, type Shown } from './boundaryLayer'
import { PointLayer } from './pointLayer'
import { withoutSky } from './sky'
import { emptyStyle, endOf } from './style'

setWorkerUrl(workerUrl)

/** What a map shows: an area number per unit, and which areas have a colour and a name. */
export interface Plan {
  assignment: Int32Array
  slots: Slots
  /** Names by slot. */
  names: readonly string[]
  /** Numbers of the territories, which units can be moved to. */
  leaves: ReadonlySet<number>
}

export interface Hover { unit: number | undefined; slot: number; x: number; y: number }

export interface Handlers {
  hover?: (hover: Hover | undefined) => void
  click?: (hover: Hover, additive: boolean) => void
  /** Asked when the pointer goes down: true takes the drag away from the map and calls carry and drop instead. */
  grab?: (hover: Hover) => boolean
  carry?: (hover: Hover) => void
  drop?: (hover: Hover) => void
  /** The camera moved by hand, for maps that are linked. */
  moved?: (camera: Camera) => void
  coloured?: () => void
  settled?: () => void
}

export type { Camera } from '../edit/viewLink'

/** How long the base map waits for the units, in milliseconds. */
const patience = 3000

/** How long units have the screen to themselves before the base map is drawn around them, in milliseconds. */
const settle = 60

const after = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** PlanMap is one map of one plan. It knows no React and no server; large columns pass through it to the GPU. */
export class PlanMap {
  readonly map: MapLibre
  /** The boundary set of the plan, when it has one. */
  readonly boundaries: BoundaryLayer
  private readonly base: BaseMap
  private readonly points = new PointLayer()
  private readonly areas = new AreaLayer()
  private columns: PlanColumns | undefined
  private plan: Plan | undefined
  private slotColumn: Uint16Array<ArrayBuffer> = new Uint16Array()
  private picture: Picture | undefined
  private anchors: Anchor[] = []
  private frame: Frame | undefined
  private shaping = 0
  private highlighted = -1
  /** The changes of the book when the units were painted. */
  private inked = 0
  /** The units that a filter leaves; undefined shows all. */
  private shown: ReadonlySet<number> | undefined
  private focused: ReadonlySet<number> | undefined
  private tints: ((area: number, scheme: Scheme) => string | undefined) | undefined
  private readonly loaded: Promise<void>
  /** Settled when units have been drawn in colour for the first time. */
  private readonly painted: Promise<void>
  private paintedOnce: () => void = () => undefined
  /** Settled when the worker knows the coasts of the snapshot that is open. */
  private ashore: Promise<void> | undefined
  private started = false
  /** Whether a boundary set is drawn in place of the territories' shapes. */
  private covered = false
  private layers: ReadonlySet<Layer> = new Set(usualLayers)
  private gone = false

  constructor(
    container: HTMLElement,
    private scheme: Scheme,
    private readonly book: ColourBook,
    private readonly handlers: Handlers,
    label: string,
  ) {
    this.map = new MapLibre({
      container, style: emptyStyle(), center: [-96, 38.5], zoom: 3.4, minZoom: 1.2, maxZoom: 17,
      attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, fadeDuration: 0,
      renderWorldCopies: false, boxZoom: false, refreshExpiredTiles: false,
    })
    this.boundaries = new BoundaryLayer(this.map, endOf('areas'))
    this.base = new BaseMap(this.map, scheme)
    this.map.touchZoomRotate.disableRotation()
    this.map.keyboard.disableRotation()
    this.map.addControl(new ScaleControl({ maxWidth: 90 }), 'bottom-left')
    const canvas = this.map.getCanvas()
    canvas.setAttribute('aria-label', t('desk.mapKeys', { label }))
    this.loaded = new Promise((resolve) => this.map.once('style.load', () => resolve()))
    this.painted = new Promise((resolve) => { this.paintedOnce = resolve })
    void this.loaded.then(() => {
      withoutSky(this.map)
      this.start()
    })
    this.listen()
  }

  /** open shows the units of a snapshot; the camera goes there at once. */
  open(columns: PlanColumns): void {
    this.columns = columns
    this.frame = undefined
    this.shown = undefined
    this.points.setPositions(columns.positions.hi, columns.positions.lo, columns.positions.thinned)
    this.fitAll(false)
    this.ashore = undefined
  }

  /** show colours the units by a plan and redraws the territories' shapes. */
  async show(plan: Plan): Promise<void> {
    const began = performance.now()
    this.plan = plan
    this.slotColumn = toSlots(plan.assignment, plan.slots)
    if (!this.book.empty) this.paint()
    performance.measure('recolour', { start: began })
    // Units show their new colours before the worker takes its share of the processor for the shapes.
    if (!this.book.empty) {
      await this.seen()
      this.paintedOnce()
    }
    if (this.gone || plan !== this.plan) return
    this.frame ??= this.wholeFrame()
    if (this.book.empty) await this.firstColours(plan)
    await this.coasts()
    if (plan === this.plan) await this.reshape()
  }

  /** seen waits until a frame has gone out: the next one begins when it has. */
  private seen(): Promise<void> {
    return new Promise((resolve) => this.map.once('render', () => requestAnimationFrame(() => resolve())))
  }

  /** firstColours colours areas by a coarse picture of who touches whom, before the shapes are worked out. */
  private async firstColours(plan: Plan): Promise<void> {
    const { columns, frame } = this
    if (!columns || !frame) return
    const pairs = await columns.touching(this.slotColumn, { ...frame, columns: 360 })
    if (this.gone || plan !== this.plan || !this.book.empty) return
    this.book.fill(plan.slots.numbers, pairs)
    this.paint()
    this.map.once('render', this.paintedOnce)
    this.handlers.coloured?.()
  }

  /** coasts are a matter of looks: without them the shapes reach into the sea. They are read once there are colours. */
  private coasts(): Promise<void> {
    const { columns } = this
    this.ashore ??= columns ? worldTopology().then((topology) => columns.setLand(topology)).catch(() => undefined) : Promise.resolve()
    return this.ashore
  }

  setScheme(scheme: Scheme): void {
    if (scheme === this.scheme) return
    this.scheme = scheme
    void this.loaded.then(() => this.restyle())
  }

  private restyle(): void {
    if (this.gone) return
    const { scheme } = this
    this.base.restyle(scheme)
    this.boundaries.restyle(scheme)
    this.paint()
  }

  /** showBoundaries draws a boundary set in place of the shapes of territories; undefined brings these back. */
  async showBoundaries(shown: Shown | undefined): Promise<void> {
    await this.loaded
    if (this.gone) return
    this.boundaries.open(shown, this.scheme)
    this.covered = shown !== undefined
    this.applyLayers()
  }

  /** showLayers says what of the map is on. */
  showLayers(on: ReadonlySet<Layer>): void {
    this.layers = on
    this.points.setVisible(on.has('units'))
    void this.loaded.then(() => this.applyLayers())
  }

  private applyLayers(): void {
    if (this.gone) return
    this.areas.setVisible(this.layers.has('shapes') && !this.covered)
    this.base.show(this.layers)
  }

  /** mark rings units finely, such as locked ones. */
  mark(units: Uint32Array): void {
    this.points.setMarks(units)
  }

  /** only shows no units but these, which alone can be hovered and selected; undefined shows all. */
  only(units: Int32Array | undefined): void {
    this.shown = units && new Set(units)
    this.points.setOnly(units && Uint32Array.from(units))
  }

  /** fitUnits zooms to some units. */
  fitUnits(units: ArrayLike<number>): void {
    const xy = this.columns?.positions.xy
    if (!xy) return
    this.fitBox(function* () {
      for (let k = 0; k < units.length; k++) {
        const i = units[k] ?? 0
        yield [xy[2 * i] ?? -9, xy[2 * i + 1] ?? -9]
      }
    }, 9)
  }

  /** camera is where the map looks. */
  camera(): Camera {
    const { lng, lat } = this.map.getCenter()
    return { lon: lng, lat, zoom: this.map.getZoom() }
  }

  /** colour is how an area is drawn in the present theme. */
  colour(area: number): string {
    return area === 0 ? unassignedHex[this.scheme] : hex(this.book.of(area), this.scheme)
  }

  get theme(): Scheme {
    return this.scheme
  }

  /** emphasise rings the given units and fades the others to a strength from 0 to 1. */
  emphasise(units: readonly number[] | Uint32Array, others = 1): void {
    this.points.setEmphasis(units instanceof Uint32Array ? units : Uint32Array.from(units), others)
  }

  /** highlight outlines one slot and fades the rest a little; -1 ends it. */
  highlight(slot: number): void {
    if (slot === this.highlighted) return
    this.highlighted = slot
    this.areas.highlight(slot)
  }

  /** focus keeps these slots in full colour and greys the others; undefined shows all. */
  focus(slots: ReadonlySet<number> | undefined): void {
    this.focused = slots
    this.paint()
  }

  /** tint colours areas by something else than who they are, such as a price; undefined goes back. */
  tint(colour: ((area: number, scheme: Scheme) => string | undefined) | undefined): void {
    this.tints = colour
    this.paint()
  }

  /** repaint draws again what has another colour since, such as by the map of another plan that shares the book. */
  repaint(): void {
    if (this.inked !== this.book.changes) this.paint()
  }

  fitAll(animate = true): void {
    const extent = this.columns?.positions.extent
    if (!extent) return
    const [west, north, east, south] = extent
    this.fit(west, north, east, south, animate)
  }

  /** fitSlot zooms to a territory's shape. */
  fitSlot(slot: number): void {
    const xy = this.columns?.positions.xy
    if (!xy) return
    const { slotColumn } = this
    this.fitBox(function* () {
      for (let i = 0; i < slotColumn.length; i++) if (slotColumn[i] === slot) yield [xy[2 * i] ?? -9, xy[2 * i + 1] ?? -9]
    })
  }

  /** fitBox zooms to what holds all points, in Mercator; points without a position are below 0. */
  private fitBox(points: () => Iterable<readonly [number, number]>, closest?: number): void {
    const box = { west: Infinity, east: -Infinity, south: -Infinity, north: Infinity }
    for (const [x, y] of points()) {
      if (!(x >= 0)) continue
      box.west = Math.min(box.west, x)
      box.east = Math.max(box.east, x)
      box.north = Math.min(box.north, y)
      box.south = Math.max(box.south, y)
    }
    if (box.west <= box.east) this.fit(box.west, box.north, box.east, box.south, true, closest)
  }

  /** jump puts the camera somewhere without telling linked maps. */
  jump(camera: Camera): void {
    this.map.jumpTo({ center: [camera.lon, camera.lat], zoom: camera.zoom }, { linked: true })
  }

  /** mercator turns screen points into Mercator x, y, interleaved. */
  mercator(points: readonly (readonly [number, number])[]): number[] {
    return points.flatMap(([x, y]) => {
      const { lng, lat } = this.map.unproject([x, y])
      return [mercatorX(lng), mercatorY(lat)]
    })
  }

  /** reach is the Mercator length of some screen pixels here and now. */
  reach(pixels: number): number {
    return pixels / (512 * 2 ** this.map.getZoom())
  }

  /** steady stops panning by drag while a selection tool is held. */
  steady(held: boolean): void {
    if (held) this.map.dragPan.disable()
    else this.map.dragPan.enable()
  }

  zoomBy(step: number): void {
    this.map.easeTo({ zoom: this.map.getZoom() + step, duration: 200 })
  }

  resize(): void {
    this.map.resize()
  }

  close(): void {
    this.gone = true
    this.map.remove()
  }

  private fit(west: number, north: number, east: number, south: number, animate: boolean, closest = 13): void {
    const bounds: LngLatBoundsLike = [longitude(west), latitude(south), longitude(east), latitude(north)]
    const { clientWidth, clientHeight } = this.map.getContainer()
    const padding = Math.min(56, clientWidth / 10, clientHeight / 10)
    this.map.fitBounds(bounds, { padding, maxZoom: closest, duration: animate ? 450 : 0 })
  }

  private start(): void {
    if (this.gone) return
    this.started = true
    this.map.addLayer(this.areas, endOf('areas'))
    this.map.addLayer(this.points, endOf('units'))
    this.map.addLayer(this.areas.above, endOf('units'))
    this.drawShapes()
    // Each kind of line and name must first be compiled, which without a GPU takes long: units come before them if they come soon.
    const units = this.painted.then(() => after(settle))
    void Promise.race([units, after(patience)]).then(() => this.drawBase())
  }

  private drawBase(): void {
    if (!this.gone) this.base.draw(() => this.gone)
  }

  private listen(): void {
    const { map, handlers } = this
    map.on('mousemove', (event) => handlers.hover?.(this.at(event.point.x, event.point.y)))
    map.on('mouseout', () => handlers.hover?.(undefined))
    map.on('click', (event) => {
      const hover = this.at(event.point.x, event.point.y)
      handlers.click?.(hover, event.originalEvent.shiftKey || event.originalEvent.metaKey || event.originalEvent.ctrlKey)
    })
    map.on('mousedown', (event) => {
      if (event.originalEvent.button !== 0 || !handlers.grab?.(this.at(event.point.x, event.point.y))) return
      event.preventDefault()
      this.carry()
    })
    map.on('move', (event) => {
      if ((event as { linked?: boolean }).linked) return
      const { lng, lat } = map.getCenter()
      handlers.moved?.({ lon: lng, lat, zoom: map.getZoom() })
    })
    map.on('moveend', () => void this.follow())
    map.on('idle', () => handlers.settled?.())
  }

  /** carry follows the pointer until it is let go, wherever it goes. */
  private carry(): void {
    const place = (event: MouseEvent) => {
      const box = this.map.getCanvas().getBoundingClientRect()
      return this.at(event.clientX - box.left, event.clientY - box.top)
    }
    const move = (event: MouseEvent) => this.handlers.carry?.(place(event))
    window.addEventListener('mousemove', move)
    window.addEventListener('mouseup', (event) => {
      window.removeEventListener('mousemove', move)
      this.handlers.drop?.(place(event))
    }, { once: true })
  }

  /** at answers what is under a point: the nearest unit within a few pixels, or else the territory's shape. */
  at(x: number, y: number): Hover {
    const [mx = 0, my = 0] = this.mercator([[x, y]])
    const { shown } = this
    const xy = this.columns?.positions.xy
    const unit = xy && nearest(xy, mx, my, this.reach(7), shown && ((i) => shown.has(i)))
    if (unit !== undefined) return { unit, slot: this.slotColumn[unit] ?? 0, x, y }
    const drawn = this.layers.has('shapes') && !this.covered ? this.picture : undefined
    return { unit, slot: drawn ? slotAt(drawn, mx, my) : 0, x, y }
  }

  /** paint writes the palettes and the slot column; no positions move. */
  private paint(): void {
    const numbers = this.plan?.slots.numbers
    if (!numbers) return
    this.inked = this.book.changes
    const colours = new Uint8Array(4 * numbers.length)
    const fills = new Uint8Array(4 * numbers.length)
    for (let slot = 0; slot < numbers.length; slot++) {
      const faded = slot === 0 || (this.focused !== undefined && !this.focused.has(slot))
      const alpha = faded ? 0.45 : 0.92
      const [r, g, b] = rgb(this.colourOf(slot))
      colours.set([r * alpha, g * alpha, b * alpha, 255 * alpha], 4 * slot)
      fills.set([r, g, b, 255], 4 * slot)
    }
    this.areas.setInks(fills, this.scheme)
    this.points.setInks({ colours, ring: this.scheme === 'light' ? [0.11, 0.11, 0.1, 1] : [1, 1, 1, 1] })
    this.points.setSlots(this.slotColumn)
  }

  private colourOf(slot: number): string {
    const faded = slot === 0 || (this.focused !== undefined && !this.focused.has(slot))
    if (this.tints && slot > 0) return this.tints(this.plan?.slots.numbers[slot] ?? 0, this.scheme) ?? unassignedHex[this.scheme]
    return faded ? unassignedHex[this.scheme] : hex(this.book.of(this.plan?.slots.numbers[slot] ?? 0), this.scheme)
  }

  private wholeFrame(): Frame | undefined {
    const extent = this.columns?.positions.extent
    return extent ? wholeFrame(extent) : undefined
  }

  /** follow draws finer shapes when the view has gone in, and the whole again when it has come out. */
  private async follow(): Promise<void> {
    const whole = this.wholeFrame()
    if (!whole || !this.frame || !this.plan) return
    const bounds = this.map.getBounds()
    const view = { west: mercatorX(bounds.getWest()), east: mercatorX(bounds.getEast()), north: mercatorY(bounds.getNorth()), south: mercatorY(bounds.getSouth()) }
    const wanted = frameFor(view, this.frame, whole)
    if (!wanted) return
    this.frame = wanted
    await this.reshape()
  }

  private async reshape(): Promise<void> {
    const turn = ++this.shaping
    const { columns, frame, plan } = this
    if (!columns || !frame || !plan) {
      this.paint()
      return
    }
    // Frames of a part reach far beyond the view: about one texel to a pixel in either.
    const whole = frame.west === this.wholeFrame()?.west
    const shaped = await columns.shape(this.slotColumn, frame, whole ? 2 : 3)
    if (turn !== this.shaping || this.gone) return
    const fresh = this.book.empty
    this.book.fill(plan.slots.numbers, shaped.pairs)
    this.picture = shaped.picture
    this.anchors = shaped.anchors
    if (fresh || this.inked !== this.book.changes) this.paint()
    this.handlers.coloured?.()
    this.drawShapes()
  }

  private drawShapes(): void {
    const plan = this.plan
    if (!plan || !this.started || !this.picture) return
    this.areas.setPicture(this.picture)
    this.base.fill('labels', {
      type: 'FeatureCollection',
      features: this.anchors.map(({ slot, at, cells }): Feature<Point> => ({
        type: 'Feature',
        properties: { slot, name: plan.names[slot] ?? '', cells },
        geometry: { type: 'Point', coordinates: at },
      })),
    })
  }
}
