import type { Shape } from './outline'
import type { Frame } from './surface'

/** What the main thread asks of the columns worker; answers carry the same id. */
export type Question =
  | { kind: 'open'; id: number; positions: ArrayBuffer }
  /** The bytes of a TopoJSON document with countries; shapes drawn from then on end at coasts. */
  | { kind: 'land'; id: number; topology: ArrayBuffer }
  | { kind: 'shape'; id: number; slots: Uint16Array<ArrayBuffer>; frame: Frame }

/** The positions of a snapshot, ready for the GPU and for hovering. */
export interface Opened {
  n: number
  xy: Float64Array<ArrayBuffer>
  hi: Float32Array<ArrayBuffer>
  lo: Float32Array<ArrayBuffer>
  /** The bytes of a flatbush over the positioned units, and their unit indices in its order. */
  index: ArrayBuffer
  located: Int32Array<ArrayBuffer>
  /** Mercator west, north, east, south without the farthest thousandth; null when no unit has a position. */
  extent: [number, number, number, number] | null
}

export interface Shaped {
  shapes: Shape[]
  /** a, b, border length, as neighbours() gives them. */
  pairs: Int32Array<ArrayBuffer>
}

export type Answer =
  | { kind: 'opened'; id: number; opened: Opened }
  | { kind: 'landed'; id: number }
  | { kind: 'shaped'; id: number; shaped: Shaped }
