/**
 * The tools of the map: pan moves it, boundary selects boundaries by clicks, border grows the territory where a stroke
 * begins, the others select units.
 */
export type ToolKind = 'pan' | 'boundary' | 'box' | 'lasso' | 'radius' | 'brush' | 'border'

/** Half the width of a brush, in CSS pixels: what it may be, and what it is at first. */
export const brushSizes = { least: 4, most: 80, usual: 14 } as const

/** resized makes a brush a step larger or smaller. */
export const resized = (radius: number, step: 1 | -1): number =>
  Math.round(Math.min(brushSizes.most, Math.max(brushSizes.least, radius * (step > 0 ? 1.25 : 0.8))))
