import { Map as MapLibre, ScaleControl, setWorkerUrl, type GeoJSONSource, type LngLatBoundsLike } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { Feature, FeatureCollection, MultiPolygon, Point } from 'geojson'
import type { ColourBook } from '../columns/colourBook'
import { latitude, longitude, mercatorX, mercatorY } from '../columns/mercator'
import type { Shape } from '../columns/outline'
import { hex, rgb, unassignedHex, type Scheme } from '../columns/palette'
import type { PlanColumns } from '../columns/planColumns'
import { toSlots, type Slots } from '../columns/slots'
import type { Frame } from '../columns/surface'
import { counties, states, world, worldTopology } from './geography'
import { BoundaryLayer } from './boundaryLayer'
import { PointLayer } from './pointLayer'
import { abovePoints, mapStyle, type sources } from './style'

setWorkerUrl(workerUrl)

/** What a map shows: an area number per unit, and which areas have a colour and a name. */
export interface Plan {
  assignment: Int32Array
  slots: Slots
  /** Names by slot. */
  names: readonly string[]
}

export interface Hover { unit: number | undefined; slot: number; x: number; y: number }

export interface Handlers {
  hover?: (hover: Hover | undefined) => void
  click?: (hover: Hover, additive: boolean) => void
  /** The camera moved by hand, for maps that are linked. */
  moved?: (camera: Camera) => void
  coloured?: () => void
  settled?: () => void
}

export interface Camera { lon: number; lat: number; zoom: number }

type SourceId = (typeof sources)[number]

const noShapes: FeatureCollection = { type: 'FeatureCollection', features: [] }

/** PlanMap is one map of one plan. It knows no React and no server; large columns pass through it to the GPU. */
export class PlanMap {
  readonly map: MapLibre
  /** The boundary set of the plan, when it has one. */
  readonly boundaries: BoundaryLayer
  private readonly points = new PointLayer()
  private columns: PlanColumns | undefined
  private plan: Plan | undefined
  private slotColumn: Uint16Array<ArrayBuffer> = new Uint16Array()
  private shapes: Shape[] = []
  private frame: Frame | undefined
  private shaping = 0
  private highlighted = -1
  private focused: ReadonlySet<number> | undefined
  private tints: ((area: number, scheme: Scheme) => string | undefined) | undefined
  private readonly loaded: Promise<void>
  /** Settled when the worker knows the coasts of the snapshot that is open. */
  private ashore: Promise<void> = Promise.resolve()
  private started = false
  private gone = false

  constructor(
    container: HTMLElement,
    private scheme: Scheme,
    private readonly book: ColourBook,
    private readonly handlers: Handlers,
    label: string,
  ) {
    this.map = new MapLibre({
      container, style: mapStyle(scheme), center: [-96, 38.5], zoom: 3.4, minZoom: 1.2, maxZoom: 17,
      attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, fadeDuration: 0,
      renderWorldCopies: false, boxZoom: false, refreshExpiredTiles: false,
    })
    this.boundaries = new BoundaryLayer(this.map, 'counties')
    this.map.touchZoomRotate.disableRotation()
    this.map.keyboard.disableRotation()
    this.map.addControl(new ScaleControl({ maxWidth: 90 }), 'bottom-left')
    const canvas = this.map.getCanvas()
    canvas.setAttribute('aria-label', `${label}. Arrow keys move it, plus and minus zoom.`)
    this.loaded = new Promise((resolve) => this.map.once('load', () => resolve()))
    void this.loaded.then(() => this.start())
    this.listen()
  }

  /** open shows the units of a snapshot; the camera goes there at once. */
  open(columns: PlanColumns): void {
    this.columns = columns
    this.frame = undefined
    this.points.setPositions(columns.positions.hi, columns.positions.lo)
    this.fitAll(false)
    // Coasts are a matter of looks: without them the shapes reach into the sea.
    this.ashore = worldTopology().then((topology) => columns.setLand(topology)).catch(() => undefined)
  }

  /** show colours the units by a plan and redraws the territories' shapes. */
  async show(plan: Plan): Promise<void> {
    this.plan = plan
    this.slotColumn = toSlots(plan.assignment, plan.slots)
    if (!this.book.empty) this.paint()
    this.frame ??= this.wholeFrame()
    await this.ashore
    await this.reshape()
  }

  setScheme(scheme: Scheme): void {
    if (scheme === this.scheme) return
    this.scheme = scheme
    void this.loaded.then(() => this.restyle())
  }

  private restyle(): void {
    if (this.gone) return
    const { scheme } = this
    for (const layer of mapStyle(scheme).layers) {
      for (const [property, value] of Object.entries(layer.paint ?? {})) {
        this.map.setPaintProperty(layer.id, property as 'fill-color', value as string)
      }
    }
    this.boundaries.restyle(scheme)
    this.paint()
    this.drawShapes()
  }

  /** showBoundaries draws a boundary set in place of the shapes of territories; undefined brings these back. */
  async showBoundaries(set: string | undefined): Promise<void> {
    await this.loaded
    if (this.gone) return
    this.boundaries.open(set, this.scheme)
    for (const layer of ['territory-fill', 'territory-line']) {
      this.map.setLayoutProperty(layer, 'visibility', set === undefined ? 'visible' : 'none')
    }
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
    if (this.started) this.map.setFilter(abovePoints, ['==', ['get', 'slot'], slot])
  }

  /** focus keeps these slots in full colour and greys the others; undefined shows all. */
  focus(slots: ReadonlySet<number> | undefined): void {
    this.focused = slots
    this.paint()
    this.drawShapes()
  }

  /** tint colours areas by something else than who they are, such as a price; undefined goes back. */
  tint(colour: ((area: number, scheme: Scheme) => string | undefined) | undefined): void {
    this.tints = colour
    this.paint()
    this.drawShapes()
  }

  fitAll(animate = true): void {
    const extent = this.columns?.positions.extent
    if (!extent) return
    const [west, north, east, south] = extent
    this.fit(west, north, east, south, animate)
  }

  /** fitSlot zooms to a territory's shape. */
  fitSlot(slot: number): void {
    const box = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity }
    const xy = this.columns?.positions.xy
    if (!xy) return
    for (let i = 0; i < this.slotColumn.length; i++) {
      if (this.slotColumn[i] !== slot || (xy[2 * i] ?? -9) < 0) continue
      box.west = Math.min(box.west, xy[2 * i] ?? 0)
      box.east = Math.max(box.east, xy[2 * i] ?? 0)
      box.north = Math.min(box.north, xy[2 * i + 1] ?? 0)
      box.south = Math.max(box.south, xy[2 * i + 1] ?? 0)
    }
    if (box.west <= box.east) this.fit(box.west, box.north, box.east, box.south, true)
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

  private fit(west: number, north: number, east: number, south: number, animate: boolean): void {
    const bounds: LngLatBoundsLike = [longitude(west), latitude(south), longitude(east), latitude(north)]
    const { clientWidth, clientHeight } = this.map.getContainer()
    const padding = Math.min(56, clientWidth / 10, clientHeight / 10)
    this.map.fitBounds(bounds, { padding, maxZoom: 13, duration: animate ? 450 : 0 })
  }

  private start(): void {
    if (this.gone) return
    this.started = true
    this.map.addLayer(this.points, abovePoints)
    this.drawShapes()
    const lines = (load: typeof states, id: SourceId, named: boolean) =>
      load().then(({ borders, names }) => {
        this.fill(id, borders)
        if (named) this.fill('names', names)
      })
    const failed = (cause: unknown) => console.warn('The base map is not complete:', cause)
    world().then((geography) => {
      this.fill('land', geography.land)
      this.fill('countries', geography.borders)
    }).catch(failed)
    lines(states, 'states', true).catch(failed)
    const finer = () => {
      if (this.map.getZoom() < 5.2) return
      this.map.off('zoomend', finer)
      lines(counties, 'counties', false).catch(failed)
    }
    this.map.on('zoomend', finer)
    finer()
  }

  private fill(id: SourceId, data: GeoJSON.GeoJSON): void {
    if (this.gone) return
    this.map.getSource<GeoJSONSource>(id)?.setData(data)
  }

  private listen(): void {
    const { map, handlers } = this
    map.on('mousemove', (event) => handlers.hover?.(this.at(event.point.x, event.point.y)))
    map.on('mouseout', () => handlers.hover?.(undefined))
    map.on('click', (event) => {
      const hover = this.at(event.point.x, event.point.y)
      handlers.click?.(hover, event.originalEvent.shiftKey || event.originalEvent.metaKey || event.originalEvent.ctrlKey)
    })
    map.on('move', (event) => {
      if ((event as { linked?: boolean }).linked) return
      const { lng, lat } = map.getCenter()
      handlers.moved?.({ lon: lng, lat, zoom: map.getZoom() })
    })
    map.on('moveend', () => void this.follow())
    map.on('idle', () => handlers.settled?.())
  }

  /** at answers what is under a point: the nearest unit within a few pixels, or else the territory's shape. */
  private at(x: number, y: number): Hover {
    const [mx = 0, my = 0] = this.mercator([[x, y]])
    const unit = this.columns?.nearest(mx, my, this.reach(7))
    if (unit !== undefined) return { unit, slot: this.slotColumn[unit] ?? 0, x, y }
    const [shape] = this.started
      ? this.map.queryRenderedFeatures([x, y], { layers: ['territory-fill'] })
      : []
    return { unit, slot: Number(shape?.properties['slot'] ?? 0), x, y }
  }

  /** paint writes the palette texture and the slot column; no positions move. */
  private paint(): void {
    const numbers = this.plan?.slots.numbers
    if (!numbers) return
    const colours = new Uint8Array(4 * numbers.length)
    for (let slot = 0; slot < numbers.length; slot++) {
      const faded = slot === 0 || (this.focused !== undefined && !this.focused.has(slot))
      const alpha = faded ? 0.45 : 0.92
      const [r, g, b] = rgb(this.colourOf(slot))
      colours.set([r * alpha, g * alpha, b * alpha, 255 * alpha], 4 * slot)
    }
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
    if (!extent) return undefined
    const [west, north, east, south] = extent
    const margin = 0.05 * Math.max(east - west, south - north, 1e-4)
    return { west: west - margin, north: north - margin, east: east + margin, south: south + margin, columns: 720 }
  }

  /** follow draws finer shapes when the view has gone in, and the whole again when it has come out. */
  private async follow(): Promise<void> {
    const whole = this.wholeFrame()
    if (!whole || !this.frame || !this.plan) return
    const bounds = this.map.getBounds()
    const west = mercatorX(bounds.getWest())
    const east = mercatorX(bounds.getEast())
    const north = mercatorY(bounds.getNorth())
    const south = mercatorY(bounds.getSouth())
    const width = east - west
    const height = south - north
    const close = width < 0.45 * (whole.east - whole.west)
    const wanted: Frame = close
      ? { west: west - width / 2, east: east + width / 2, north: north - height / 2, south: south + height / 2, columns: 720 }
      : whole
    const held = this.frame
    const covers = held.west <= west && held.east >= east && held.north <= north && held.south >= south
    const fine = held.east - held.west < 2.8 * (wanted.east - wanted.west) / (close ? 2 : 1)
    if (close ? covers && fine : held.east - held.west >= whole.east - whole.west) return
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
    const shaped = await columns.shape(this.slotColumn, frame)
    if (turn !== this.shaping || this.gone) return
    const fresh = this.book.empty
    this.book.fill(plan.slots.numbers, shaped.pairs)
    this.shapes = shaped.shapes
    if (fresh) this.paint()
    this.handlers.coloured?.()
    this.drawShapes()
  }

  private drawShapes(): void {
    const plan = this.plan
    if (!plan || !this.started) return
    if (this.shapes.length === 0) return this.fill('territories', noShapes)
    this.fill('territories', {
      type: 'FeatureCollection',
      features: this.shapes.map((shape): Feature<MultiPolygon> => ({
        type: 'Feature',
        properties: { slot: shape.slot, colour: this.colourOf(shape.slot) },
        geometry: { type: 'MultiPolygon', coordinates: shape.polygons },
      })),
    })
    this.fill('labels', {
      type: 'FeatureCollection',
      features: this.shapes.map((shape): Feature<Point> => ({
        type: 'Feature',
        properties: { slot: shape.slot, name: plan.names[shape.slot] ?? '', cells: shape.cells },
        geometry: { type: 'Point', coordinates: shape.label },
      })),
    })
  }
}
