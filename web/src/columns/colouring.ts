/** How different two palette colours are, at least 0; larger is more different. */
export type Difference = (a: number, b: number) => number

/**
 * colour gives every slot 1…count one of the palette's colours so that neighbours are never alike while there are
 * enough colours, and are as different as they can be. Slots with many neighbours go first (Welsh and Powell 1967).
 * keep holds colours that stand already, by slot, -1 for none; they are not changed. The answer is by slot; [0] is -1.
 */
export function colour(
  count: number, pairs: Int32Array, colours: number, difference: Difference, keep?: Int16Array,
): Int16Array {
  const near = adjacency(count, pairs)
  const chosen = new Int16Array(count + 1).fill(-1)
  const used = new Float64Array(colours)
  // Repeating a colour costs more the fewer territories there are: ten of them need no colour twice.
  const thrift = 6 / Math.ceil(count / colours) ** 2
  for (let slot = 1; slot <= count; slot++) {
    const held = keep?.[slot] ?? -1
    chosen[slot] = held
    if (held >= 0) used[held] = (used[held] ?? 0) + 1
  }
  const order = Array.from({ length: count }, (_, k) => k + 1).filter((slot) => chosen[slot] === -1)
  order.sort((a, b) => (near[b]?.length ?? 0) - (near[a]?.length ?? 0) || a - b)
  for (const slot of order) {
    const best = pick(near[slot] ?? [], near, chosen, used, difference, thrift)
    chosen[slot] = best
    used[best] = (used[best] ?? 0) + 1
  }
  return chosen
}

/** pick weighs the worst contrast with the neighbours, a little with theirs, and prefers colours used less. */
function pick(
  around: number[], near: number[][], chosen: Int16Array, used: Float64Array, difference: Difference, thrift: number,
): number {
  let best = 0
  let bestScore = -Infinity
  for (let candidate = 0; candidate < used.length; candidate++) {
    let worst = 1
    for (const other of around) worst = Math.min(worst, contrast(candidate, chosen[other] ?? -1, difference))
    let second = 1
    if (worst > 0) {
      for (const other of around) {
        for (const next of near[other] ?? []) second = Math.min(second, contrast(candidate, chosen[next] ?? -1, difference))
      }
    }
    const score = 4 * worst + second - thrift * (used[candidate] ?? 0)
    if (score > bestScore + 1e-12) {
      bestScore = score
      best = candidate
    }
  }
  return best
}

const contrast = (a: number, b: number, difference: Difference): number =>
  b < 0 ? 1 : a === b ? -2 : Math.min(1, difference(a, b))

function adjacency(count: number, pairs: Int32Array): number[][] {
  const near: number[][] = Array.from({ length: count + 1 }, () => [])
  for (let k = 0; k + 1 < pairs.length; k += 3) {
    const a = pairs[k] ?? 0
    const b = pairs[k + 1] ?? 0
    near[a]?.push(b)
    near[b]?.push(a)
  }
  return near
}
