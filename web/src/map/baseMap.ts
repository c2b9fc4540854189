import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl'
import type { Scheme } from '../columns/palette'
import type { Layer } from '../edit/viewLink'
import { counties, states, world } from './geography'
import { drawnFrom, endOf, type SourceId } from './style'

/** How close the map must be before the lines of counties are read. */
const countyZoom = 5.2

/** What turns the layer of a source on and off; the others are always on. */
const switches: Partial<Record<SourceId, Layer>> = { labels: 'names', names: 'places', states: 'lines', counties: 'lines' }

/**
 * BaseMap is what lies around the units: land, lines, places and the territories' names. A source comes onto the map when
 * there is something to draw from it: the map clips, lays out and compiles for each that is there, empty or not.
 */
export class BaseMap {
  private filled = new Set<SourceId>()
  private on: ReadonlySet<Layer> = new Set()

  constructor(private readonly map: MapLibre, private scheme: Scheme) {}

  /** draw reads the built-in geography and draws it. What cannot be read is left out. */
  draw(gone: () => boolean): void {
    const put = (id: SourceId, data: GeoJSON.GeoJSON) => {
      if (!gone()) this.fill(id, data)
    }
    const failed = (cause: unknown) => console.warn('The base map is not complete:', cause)
    world().then(({ land, borders }) => {
      put('land', land)
      put('countries', borders)
    }).catch(failed)
    states().then(({ borders, names }) => {
      put('states', borders)
      put('names', names)
    }).catch(failed)
    const finer = () => {
      if (this.map.getZoom() < countyZoom) return
      this.map.off('zoomend', finer)
      counties().then(({ borders }) => put('counties', borders)).catch(failed)
    }
    this.map.on('zoomend', finer)
    finer()
  }

  /** fill draws a source from now on, or from other data than before. */
  fill(id: SourceId, data: GeoJSON.GeoJSON): void {
    if (this.filled.has(id)) {
      this.map.getSource<GeoJSONSource>(id)?.setData(data)
      return
    }
    this.filled.add(id)
    const { layer, group } = drawnFrom(id, this.scheme)
    this.map.addSource(id, { type: 'geojson', data })
    this.map.addLayer({ ...layer, layout: { ...layer.layout, visibility: this.visibility(id) } } as typeof layer, this.above(id) ?? endOf(group))
  }

  /** above is a layer of the same group that is there and belongs over this one. */
  private above(id: SourceId): SourceId | undefined {
    const order: readonly SourceId[] = ['land', 'counties', 'states', 'countries', 'names', 'labels']
    const { group } = drawnFrom(id, this.scheme)
    return order.slice(order.indexOf(id) + 1).find((other) => this.filled.has(other) && drawnFrom(other, this.scheme).group === group)
  }

  /** show says what of it is on. */
  show(on: ReadonlySet<Layer>): void {
    this.on = on
    for (const id of this.filled) this.map.setLayoutProperty(id, 'visibility', this.visibility(id))
  }

  private visibility(id: SourceId): 'visible' | 'none' {
    const by = switches[id]
    return by === undefined || this.on.has(by) ? 'visible' : 'none'
  }

  /** restyle takes over the colours of a theme. */
  restyle(scheme: Scheme): void {
    this.scheme = scheme
    for (const id of this.filled) {
      for (const [property, value] of Object.entries(drawnFrom(id, scheme).layer.paint ?? {})) {
        this.map.setPaintProperty(id, property as 'fill-color', value as string)
      }
    }
  }
}
