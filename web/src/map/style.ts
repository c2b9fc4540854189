import type { LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { Scheme } from '../columns/palette'

interface Inks {
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
    land: '#faf9f6', country: '#a8a296', state: '#d3cec3', county: '#e6e2d9', name: '#8c8679',
    halo: '#faf9f6', label: '#26241f',
  },
  dark: {
    land: '#1d201e', country: '#5d625b', state: '#3b403a', county: '#2b2f2b', name: '#80857d',
    halo: '#161816', label: '#f3f2ec',
  },
}

/** No glyph server: MapLibre draws these from the reader's own fonts. */
const font = ['Inter Variable', 'sans-serif']

/** What is drawn, from the bottom to the top. Water is the page behind the map. */
const groups = ['land', 'areas', 'lines', 'units', 'names'] as const

/** Where a layer belongs. */
export type Group = (typeof groups)[number]

/** endOf is the layer before which the next layer of a group is added. */
export const endOf = (group: Group): string => `${group}-end`

/** emptyStyle draws nothing: it has only the ends of the groups, which are never visible. */
export const emptyStyle = (): StyleSpecification => ({
  version: 8,
  sources: {},
  layers: groups.map((group) => ({ id: endOf(group), type: 'background', layout: { visibility: 'none' } })),
  transition: { duration: 0, delay: 0 },
})

/** The ids of what a base map is drawn from, and of the territories' names. */
export type SourceId = 'land' | 'countries' | 'states' | 'counties' | 'names' | 'labels'

/** drawnFrom is the layer of a source in one theme, and its group. */
export const drawnFrom = (source: SourceId, scheme: Scheme): { layer: Exclude<LayerSpecification, { type: 'background' }>; group: Group } => {
  const ink = inks[scheme]
  switch (source) {
    case 'land':
      return { group: 'land', layer: { id: source, type: 'fill', source, paint: { 'fill-color': ink.land, 'fill-antialias': false } } }
    case 'counties':
      return { group: 'lines', layer: { id: source, type: 'line', source, minzoom: 5.5, paint: { 'line-color': ink.county, 'line-width': 0.7 } } }
    case 'states':
      return {
        group: 'lines',
        layer: {
          id: source, type: 'line', source, minzoom: 2.5,
          paint: { 'line-color': ink.state, 'line-width': ['interpolate', ['linear'], ['zoom'], 3, 0.6, 8, 1.4] },
        },
      }
    case 'countries':
      return {
        group: 'lines',
        layer: { id: source, type: 'line', source, paint: { 'line-color': ink.country, 'line-width': ['interpolate', ['linear'], ['zoom'], 2, 0.6, 8, 1.6] } },
      }
    case 'names':
      return {
        group: 'names',
        layer: {
          id: source, type: 'symbol', source, maxzoom: 7,
          layout: {
            'text-field': ['get', 'name'], 'text-font': font, 'text-size': ['interpolate', ['linear'], ['zoom'], 3, 9.5, 7, 14],
            'text-transform': 'uppercase', 'text-letter-spacing': 0.14, 'text-max-width': 7, 'text-padding': 14,
          },
          paint: { 'text-color': ink.name, 'text-halo-color': ink.halo, 'text-halo-width': 1.2, 'text-opacity': 0.9 },
        },
      }
    case 'labels':
      return {
        group: 'names',
        layer: {
          id: source, type: 'symbol', source,
          layout: {
            'text-field': ['get', 'name'], 'text-font': font, 'text-size': ['interpolate', ['linear'], ['zoom'], 3, 10.5, 8, 14],
            'text-max-width': 8, 'text-padding': 7, 'symbol-sort-key': ['-', 0, ['get', 'cells']],
          },
          paint: { 'text-color': ink.label, 'text-halo-color': ink.halo, 'text-halo-width': 1.8 },
        },
      }
  }
}
