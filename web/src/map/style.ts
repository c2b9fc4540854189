import type { GeoJSONSourceSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { Scheme } from '../columns/palette'

interface Inks {
  water: string
  land: string
  country: string
  state: string
  county: string
  name: string
  halo: string
  label: string
}

const inks: Record<Scheme, Inks> = {
  light: {
    water: '#dbe4e6', land: '#faf9f6', country: '#a8a296', state: '#d3cec3', county: '#e6e2d9', name: '#8c8679',
    halo: '#faf9f6', label: '#26241f',
  },
  dark: {
    water: '#0e1315', land: '#1d201e', country: '#5d625b', state: '#3b403a', county: '#2b2f2b', name: '#80857d',
    halo: '#161816', label: '#f3f2ec',
  },
}

/** No glyph server: MapLibre draws these from the reader's own fonts. */
const font = ['Inter Variable', 'sans-serif']

/** The ids of sources that a PlanMap fills. */
export const sources = ['land', 'countries', 'states', 'counties', 'names', 'labels'] as const

const empty: GeoJSONSourceSpecification = { type: 'geojson', data: { type: 'FeatureCollection', features: [] } }

/** The layer below which territories are drawn, and the one below which the points of units are. */
export const aboveAreas = 'counties'
export const abovePoints = 'names'

/** mapStyle is the whole base map in one theme; nothing is fetched from outside. */
export function mapStyle(scheme: Scheme): StyleSpecification {
  const ink = inks[scheme]
  return {
    version: 8,
    sources: Object.fromEntries(sources.map((id) => [id, empty])),
    layers: [...base(ink), ...lines(ink), ...labels(ink)],
    transition: { duration: 0, delay: 0 },
  }
}

const base = (ink: Inks): LayerSpecification[] => [
  { id: 'water', type: 'background', paint: { 'background-color': ink.water } },
  { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': ink.land, 'fill-antialias': false } },
]

const lines = (ink: Inks): LayerSpecification[] => [
  {
    id: aboveAreas, type: 'line', source: 'counties', minzoom: 5.5,
    paint: { 'line-color': ink.county, 'line-width': 0.7 },
  },
  {
    id: 'states', type: 'line', source: 'states', minzoom: 2.5,
    paint: { 'line-color': ink.state, 'line-width': ['interpolate', ['linear'], ['zoom'], 3, 0.6, 8, 1.4] },
  },
  {
    id: 'countries', type: 'line', source: 'countries',
    paint: { 'line-color': ink.country, 'line-width': ['interpolate', ['linear'], ['zoom'], 2, 0.6, 8, 1.6] },
  },
]

const labels = (ink: Inks): LayerSpecification[] => [
  {
    id: abovePoints, type: 'symbol', source: 'names', maxzoom: 7,
    layout: {
      'text-field': ['get', 'name'], 'text-font': font, 'text-size': ['interpolate', ['linear'], ['zoom'], 3, 9.5, 7, 14],
      'text-transform': 'uppercase', 'text-letter-spacing': 0.14, 'text-max-width': 7, 'text-padding': 14,
    },
    paint: { 'text-color': ink.name, 'text-halo-color': ink.halo, 'text-halo-width': 1.2, 'text-opacity': 0.9 },
  },
  {
    id: 'territory-labels', type: 'symbol', source: 'labels',
    layout: {
      'text-field': ['get', 'name'], 'text-font': font, 'text-size': ['interpolate', ['linear'], ['zoom'], 3, 10.5, 8, 14],
      'text-max-width': 8, 'text-padding': 7, 'symbol-sort-key': ['-', 0, ['get', 'cells']],
    },
    paint: { 'text-color': ink.label, 'text-halo-color': ink.halo, 'text-halo-width': 1.8 },
  },
]
