import type { Map as MapLibre } from 'maplibre-gl'
import { tilesLink } from '../api/boundaries'
import type { Scheme } from '../columns/palette'
import { lineZoom } from './detail'
import { hatch, honeycomb } from './patterns'

const source = 'boundaries'
const sourceLayer = 'boundaries'
const layers = ['boundary-fill', 'boundary-honeycomb', 'boundary-hatch', 'boundary-line', 'boundary-chosen', 'boundary-point'] as const

/** How one boundary looks; equal texts look equal. */
export interface Look { colour: string | undefined; split: boolean; shared: boolean }

/** A boundary set on the map: how many boundaries there are in which box (west, south, east, north in degrees). */
export interface Shown { set: string; boundaries: number; box: readonly number[] }

const key = (look: Look) => `${look.colour ?? ''}${look.split ? '/' : ''}${look.shared ? '#' : ''}`

/**
 * BoundaryLayer draws a boundary set from the program's vector tiles. Colours are joined to the tiles in the browser:
 * another colouring asks for no tile.
 */
export class BoundaryLayer {
  private set: string | undefined
  private held: string[] = []
  private chosen = new Set<number>()
  /** Layers that some boundary has needed since the set was opened. */
  private needed = new Set<string>()

  constructor(private readonly map: MapLibre, private readonly before: string) {}

  /** open shows a set, or nothing. */
  open(shown: Shown | undefined, scheme: Scheme): void {
    if (shown?.set === this.set) return
    this.close()
    if (!shown) return
    this.set = shown.set
    this.map.addSource(source, { type: 'vector', tiles: [tilesLink(shown.set)], minzoom: 0, maxzoom: 12 })
    this.patterns(scheme)
    const at = { source, 'source-layer': sourceLayer }
    const when = (name: string, then: number) => ['case', ['boolean', ['feature-state', name], false], then, 0] as unknown as number
    this.map.addLayer({
      ...at, id: 'boundary-fill', type: 'fill',
      paint: {
        'fill-color': ['coalesce', ['feature-state', 'colour'], 'rgba(0,0,0,0)'] as unknown as string,
        'fill-opacity': 0.5, 'fill-antialias': false,
      },
    }, this.before)
    // What few boundaries need, or none, is neither laid out nor drawn before it is needed: it would cost as much as the rest.
    const later = { visibility: 'none' } as const
    this.map.addLayer({ ...at, id: 'boundary-honeycomb', type: 'fill', layout: later, paint: { 'fill-pattern': 'honeycomb', 'fill-opacity': when('shared', 0.75) } }, this.before)
    this.map.addLayer({ ...at, id: 'boundary-hatch', type: 'fill', layout: later, paint: { 'fill-pattern': 'hatch', 'fill-opacity': when('split', 0.75) } }, this.before)
    this.map.addLayer({
      ...at, id: 'boundary-line', type: 'line', minzoom: lineZoom(shown.boundaries, shown.box),
      paint: {
        'line-color': scheme === 'light' ? '#6f6a5f' : '#8d938b',
        'line-width': ['interpolate', ['linear'], ['zoom'], 4, 0.2, 8, 0.7, 12, 1.2],
        'line-opacity': ['interpolate', ['linear'], ['zoom'], 3, 0.35, 8, 0.8],
      },
    }, this.before)
    this.map.addLayer({
      ...at, id: 'boundary-chosen', type: 'line', layout: { 'line-join': 'round', ...later },
      paint: { 'line-color': scheme === 'light' ? '#1d1c19' : '#ffffff', 'line-width': when('chosen', 2.4), 'line-opacity': when('chosen', 1) },
    }, this.before)
    this.map.addLayer({
      ...at, id: 'boundary-point', type: 'circle', filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 4, 2.5, 8, 5, 12, 8],
        'circle-color': ['coalesce', ['feature-state', 'colour'], 'rgba(0,0,0,0)'] as unknown as string,
        'circle-stroke-color': scheme === 'light' ? '#1d1c19' : '#ffffff',
        'circle-stroke-width': ['case', ['boolean', ['feature-state', 'chosen'], false], 2.5, 0.8] as unknown as number,
        'circle-stroke-opacity': 0.8,
      },
    }, this.before)
  }

  /** restyle takes over the colours of a theme. */
  restyle(scheme: Scheme): void {
    if (this.set === undefined) return
    this.patterns(scheme)
    this.map.setPaintProperty('boundary-line', 'line-color', scheme === 'light' ? '#6f6a5f' : '#8d938b')
    this.map.setPaintProperty('boundary-chosen', 'line-color', scheme === 'light' ? '#1d1c19' : '#ffffff')
    this.map.setPaintProperty('boundary-point', 'circle-stroke-color', scheme === 'light' ? '#1d1c19' : '#ffffff')
  }

  private patterns(scheme: Scheme): void {
    for (const [name, pattern] of [['hatch', hatch(scheme)], ['honeycomb', honeycomb(scheme)]] as const) {
      if (this.map.hasImage(name)) this.map.updateImage(name, pattern)
      else this.map.addImage(name, pattern, { pixelRatio: 2 })
    }
  }

  /** paint says how each boundary looks; only what differs from before is told to the map. */
  paint(n: number, look: (boundary: number) => Look): number {
    if (this.set === undefined) return 0
    let changed = 0
    for (let id = 0; id < n; id++) {
      const { colour, split, shared } = look(id)
      const now = key({ colour, split, shared })
      if (this.held[id] === now || (this.held[id] === undefined && now === '')) continue
      this.held[id] = now
      if (split) this.need('boundary-hatch')
      if (shared) this.need('boundary-honeycomb')
      this.map.setFeatureState({ source, sourceLayer, id }, { colour: colour ?? 'rgba(0,0,0,0)', split, shared })
      changed++
    }
    return changed
  }

  /** choose outlines the selected boundaries. */
  choose(boundaries: readonly number[]): void {
    if (this.set === undefined) return
    const wanted = new Set(boundaries)
    if (wanted.size > 0) this.need('boundary-chosen')
    for (const id of this.chosen) if (!wanted.has(id)) this.map.setFeatureState({ source, sourceLayer, id }, { chosen: false })
    for (const id of wanted) if (!this.chosen.has(id)) this.map.setFeatureState({ source, sourceLayer, id }, { chosen: true })
    this.chosen = wanted
  }

  /** need shows a layer from now on. */
  private need(layer: (typeof layers)[number]): void {
    if (this.needed.has(layer)) return
    this.needed.add(layer)
    this.map.setLayoutProperty(layer, 'visibility', 'visible')
  }

  /** at is the boundary under a point of the screen. */
  at(x: number, y: number): { id: number; code: string } | undefined {
    if (this.set === undefined || !this.map.getLayer('boundary-fill')) return undefined
    const [found] = this.map.queryRenderedFeatures([x, y], { layers: ['boundary-point', 'boundary-fill'] })
    return found?.id === undefined ? undefined : { id: Number(found.id), code: String(found.properties['code'] ?? '') }
  }

  close(): void {
    if (this.set === undefined) return
    this.set = undefined
    this.held = []
    this.chosen = new Set()
    this.needed = new Set()
    for (const id of layers) if (this.map.getLayer(id)) this.map.removeLayer(id)
    if (this.map.getSource(source)) this.map.removeSource(source)
  }
}
