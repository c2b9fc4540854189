import { mercatorX, mercatorY } from '../columns/mercator'

/** Below so many pixels across, outlines run together into a grey haze and would cost most of the time of a frame. */
const narrowest = 7

/** lineZoom is the zoom from which boundaries are wide enough for outlines, if they fill their box (west, south, east, north in degrees) evenly. */
export function lineZoom(boundaries: number, box: readonly number[]): number {
  const [west = 0, south = 0, east = 0, north = 0] = box
  const area = (mercatorX(east) - mercatorX(west)) * (mercatorY(south) - mercatorY(north))
  if (!(area > 0) || boundaries < 1) return 0
  const width = 512 * Math.sqrt(area / boundaries)
  return Math.min(12, Math.max(0, Math.log2(narrowest / width)))
}
