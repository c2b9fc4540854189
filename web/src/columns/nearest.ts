/**
 * nearest is the unit closest to a Mercator point within a distance, of those that count, or undefined; of equals the last,
 * which is drawn on top. It looks at every unit, half a millisecond for 250,000: an index would take longer to build than all
 * hovering of a visit. Positions are x and y interleaved.
 */
export function nearest(xy: Float64Array, x: number, y: number, within: number, counts?: (unit: number) => boolean): number | undefined {
  let closest = within * within
  let found: number | undefined
  for (let at = 0; at < xy.length; at += 2) {
    const dx = (xy[at] ?? 0) - x
    const dy = (xy[at + 1] ?? 0) - y
    const squared = dx * dx + dy * dy
    if (squared > closest || (counts && !counts(at / 2))) continue
    closest = squared
    found = at / 2
  }
  return found
}
