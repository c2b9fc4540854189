import type { Frame } from '../columns/surface'

/** A part of the map in Mercator, y growing south. */
export interface Box { west: number; north: number; east: number; south: number }

/** How many columns the picture of a frame has. */
const columns = 720

/** wholeFrame is the picture of all units, with a margin. */
export function wholeFrame([west, north, east, south]: readonly [number, number, number, number]): Frame {
  const margin = 0.05 * Math.max(east - west, south - north, 1e-4)
  return { west: west - margin, north: north - margin, east: east + margin, south: south + margin, columns }
}

/**
 * frameFor is the picture that a view wants when another one is held; undefined when the one that is held will do. A view
 * that has gone in wants a finer one around it, with room to pan; one that has come out wants the whole again.
 */
export function frameFor(view: Box, held: Frame, whole: Frame): Frame | undefined {
  const width = view.east - view.west
  const height = view.south - view.north
  const close = width < 0.45 * (whole.east - whole.west)
  if (!close) return held.east - held.west >= whole.east - whole.west ? undefined : whole
  const wanted = { west: view.west - width / 2, east: view.east + width / 2, north: view.north - height / 2, south: view.south + height / 2, columns }
  const covers = held.west <= view.west && held.east >= view.east && held.north <= view.north && held.south >= view.south
  const fine = held.east - held.west < 1.4 * (wanted.east - wanted.west)
  return covers && fine ? undefined : wanted
}
