import type { Anchor } from './anchors'
import type { Extent } from './extent'
import type { Hanging } from './hang'
import type { Picture } from './picture'
import type { Frame } from './surface'
import type { Thinned } from './thin'

/** What the main thread asks of the columns worker; answers carry the same id. */
export type Question =
  /** A snapshot's positions: float64 longitudes, then latitudes. */
  | { kind: 'open'; id: number; positions: ArrayBuffer }
  /** The bytes of a TopoJSON document with countries; shapes drawn from then on end at coasts. */
  | { kind: 'land'; id: number; topology: ArrayBuffer }
  /** Which slots touch, quickly. */
  | { kind: 'touch'; id: number; slots: Uint16Array<ArrayBuffer>; frame: Frame }
  | { kind: 'shape'; id: number; slots: Uint16Array<ArrayBuffer>; frame: Frame; fineness: number }
  /** How some areas hang together before and after the units go to another one. */
  | { kind: 'hang'; id: number; assignment: Int32Array; units: Uint32Array<ArrayBuffer>; to: number; areas: readonly number[] }

/** The positions of a snapshot, ready for the GPU and for hovering. */
export interface Opened {
  n: number
  xy: Float64Array<ArrayBuffer>
  hi: Float32Array<ArrayBuffer>
  lo: Float32Array<ArrayBuffer>
  /** What to draw when zoomed out. */
  thinned: Thinned[]
  /** Without the farthest thousandth; null when no unit has a position. */
  extent: Extent | null
}

export interface Shaped {
  picture: Picture
  anchors: Anchor[]
  /** a, b, border length, as neighbours() gives them. */
  pairs: Int32Array<ArrayBuffer>
}

export type Answer =
  | { kind: 'opened'; id: number; opened: Opened }
  /** The positions could not be had: the answer's status and text. */
  | { kind: 'failed'; id: number; status: number; text: string }
  | { kind: 'landed'; id: number }
  | { kind: 'touched'; id: number; pairs: Int32Array<ArrayBuffer> }
  | { kind: 'shaped'; id: number; shaped: Shaped }
  | { kind: 'hung'; id: number; hung: Hanging[] }
