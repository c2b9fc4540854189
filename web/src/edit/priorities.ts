/** How much balance, compactness and continuity matter; they add up to 1. */
export interface Priorities {
  balance: number
  compactness: number
  continuity: number
}

export const evenly: Priorities = { balance: 0.5, compactness: 0.3, continuity: 0.2 }

// A plan that is all balance may deviate by half a percent, one that does not care by a fifth.
const tightest = 0.005
const loosest = 0.2

/** toleranceOf is the tolerance that a weight of balance stands for: equal steps of weight are equal factors. */
export const toleranceOf = (balance: number): number => Number((loosest * (tightest / loosest) ** clamp(balance)).toPrecision(2))

/** prioritiesOf reads tolerance and continuity back; what is left is compactness. */
export function prioritiesOf(tolerance: number, continuity: number): Priorities {
  const raw = tolerance > 0 ? Math.log(tolerance / loosest) / Math.log(tightest / loosest) : 1
  const rest = 1 - clamp(continuity)
  const balance = Math.min(clamp(raw), rest)
  return tidy({ balance, compactness: rest - balance, continuity: clamp(continuity) })
}

/** weigh sets one weight; the other two share what is left as they did before. */
export function weigh(held: Priorities, key: keyof Priorities, weight: number): Priorities {
  const rest = 1 - clamp(weight)
  const others = (['balance', 'compactness', 'continuity'] as const).filter((k) => k !== key)
  const sum = others.reduce((total, k) => total + held[k], 0)
  const next = { ...held, [key]: clamp(weight) }
  for (const k of others) next[k] = sum > 0 ? (rest * held[k]) / sum : rest / 2
  return tidy(next)
}

/** The corners of a triangle one unit wide, y downwards: balance on top, compactness left, continuity right. */
export const height = Math.sqrt(3) / 2

/** place is where a triangle shows the weights. */
export const place = (p: Priorities): { x: number; y: number } => ({ x: p.continuity + p.balance / 2, y: height * (1 - p.balance) })

/** at reads the weights of a point; a point outside counts as the nearest one inside by its weights. */
export function at(x: number, y: number): Priorities {
  const balance = 1 - y / height
  const continuity = x - balance / 2
  const raw = { balance: Math.max(0, balance), continuity: Math.max(0, continuity), compactness: Math.max(0, 1 - balance - continuity) }
  const sum = raw.balance + raw.continuity + raw.compactness
  return tidy({ balance: raw.balance / sum, compactness: raw.compactness / sum, continuity: raw.continuity / sum })
}

const clamp = (x: number): number => Math.min(1, Math.max(0, x))

/** tidy rounds to hundredths that add up to 1. */
function tidy(p: Priorities): Priorities {
  const balance = Math.round(100 * p.balance)
  const continuity = Math.min(Math.round(100 * p.continuity), 100 - balance)
  return { balance: balance / 100, compactness: (100 - balance - continuity) / 100, continuity: continuity / 100 }
}
