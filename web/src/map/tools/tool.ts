import type { ToolKind } from '../../edit/tools'
import { t } from '../../i18n'

/** A point on the screen, in CSS pixels from the map's top left corner. */
export type ScreenPoint = readonly [x: number, y: number]

/** What a finished gesture covers: the inside of a ring, or everything within a distance of a line. */
export type Covered =
  | { kind: 'ring'; points: ScreenPoint[] }
  | { kind: 'line'; points: ScreenPoint[]; radius: number }

/** A selection tool is pure: it turns the points of one drag into a picture of it and into what it covers. */
export interface Tool {
  kind: ToolKind
  label: string
  /** The key that picks the tool. */
  key: string
  /** An SVG path of the drag so far. */
  path: (points: readonly ScreenPoint[]) => string
  /** The stroke width of that path, for tools that paint with one. */
  width?: number
  /** What the drag covers; undefined when it is too small to mean anything. */
  covered: (points: readonly ScreenPoint[]) => Covered | undefined
}



const ends = (points: readonly ScreenPoint[]): [ScreenPoint, ScreenPoint] => {
  const first = points[0] ?? [0, 0]
  return [first, points[points.length - 1] ?? first]
}

const corners = (points: readonly ScreenPoint[]): ScreenPoint[] => {
  const [[ax, ay], [bx, by]] = ends(points)
  return [[ax, ay], [bx, ay], [bx, by], [ax, by]]
}

const closed = (points: readonly ScreenPoint[]) => `${open(points)}Z`
const open = (points: readonly ScreenPoint[]) => points.map(([x, y], k) => `${k === 0 ? 'M' : 'L'}${x} ${y}`).join('')

const far = (points: readonly ScreenPoint[], least: number): boolean => {
  const [[ax, ay]] = ends(points)
  return points.some(([x, y]) => Math.hypot(x - ax, y - ay) >= least)
}

/** box selects a rectangle between two corners. */
export const box: Tool = {
  kind: 'box', get label() { return t('desk.box') }, key: 'b',
  path: (points) => closed(corners(points)),
  covered: (points) => (far(points, 4) ? { kind: 'ring', points: corners(points) } : undefined),
}

/** lasso selects what a freehand line goes around. */
export const lasso: Tool = {
  kind: 'lasso', get label() { return t('desk.lasso') }, key: 'l',
  path: closed,
  covered: (points) => (points.length > 3 && far(points, 6) ? { kind: 'ring', points: [...points] } : undefined),
}

const circle = (points: readonly ScreenPoint[]): ScreenPoint[] => {
  const [[cx, cy], [x, y]] = ends(points)
  const radius = Math.hypot(x - cx, y - cy)
  return Array.from({ length: 64 }, (_, k) => {
    const angle = (k / 64) * 2 * Math.PI
    return [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)] as const
  })
}

/** radius selects a circle around the point where the drag began. */
export const radius: Tool = {
  kind: 'radius', get label() { return t('desk.radius') }, key: 'r',
  path: (points) => closed(circle(points)),
  covered: (points) => (far(points, 4) ? { kind: 'ring', points: circle(points) } : undefined),
}

/** A brush covers what a thick stroke passes over. */
const stroke = (kind: 'brush' | 'border', words: { readonly label: string }, key: string) => (reach: number): Tool => ({
  kind, get label() { return words.label }, key, width: 2 * reach,
  path: (points) => (points.length === 1 ? open([...points, ...points]) : open(points)),
  covered: (points) => (points.length > 0 ? { kind: 'line', points: [...points], radius: reach } : undefined),
})

/** brush selects what a thick stroke passes over. */
export const brush = stroke('brush', { get label() { return t('desk.brush') } }, 'u')

/** border is a brush whose stroke gives what it passes over to the territory where it began. */
export const border = stroke('border', { get label() { return t('desk.borderBrush') } }, 'g')

/** toolOf is the selection tool of a kind, with a brush of a radius; undefined for what does not select by dragging. */
export function toolOf(kind: ToolKind, reach: number): Tool | undefined {
  switch (kind) {
    case 'box':
      return box
    case 'lasso':
      return lasso
    case 'radius':
      return radius
    case 'brush':
      return brush(reach)
    case 'border':
      return border(reach)
    case 'pan':
    case 'boundary':
      return undefined
  }
}
