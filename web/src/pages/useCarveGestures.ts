import type { PlanColumns } from '../columns/planColumns'
import { combine, inRing, nearLine, type Mode } from '../columns/select'
import { useDesk, useDeskPart } from '../edit/desk'
import { within } from '../edit/unitFilter'
import type { Hover, Plan, PlanMap } from '../map/planMap'
import type { Covered } from '../map/tools/tool'

/** useCarveGestures turns drags on the map into selections of the units shown: visible while they last, kept when they end. */
export function useCarveGestures(map: PlanMap | undefined, columns: PlanColumns | undefined, plan: Plan | undefined, shown: Int32Array | undefined) {
  const { tool, selection, select, draw, aim } = useDeskPart('tool', 'selection', 'select', 'draw', 'aim')

  const visible = (units: number[]) => (shown ? within(units, shown) : units)

  /** What a drag selects: the border brush takes what other territories hold than the one it began in. */
  const picked = (covered: Covered, mode: Mode): number[] => {
    if (!map || !columns) return []
    const line = map.mercator(covered.points)
    const { xy } = columns.positions
    if (covered.kind === 'ring') return combine(selection, visible(inRing(xy, line)), mode)
    const touched = visible(nearLine(xy, line, map.reach(covered.radius)))
    if (tool !== 'border') return combine(selection, touched, mode)
    const into = territoryAt(map, plan, covered.points[0])
    if (into === undefined) return []
    if (useDesk.getState().into !== into) {
      // A stroke from another territory begins a selection of its own.
      select([])
      aim(into)
    }
    const taken = touched.filter((unit) => plan?.assignment[unit] !== into)
    return combine(useDesk.getState().selection, taken, mode === 'remove' ? 'remove' : 'add')
  }

  return {
    drawing: (covered: Covered | undefined, mode: Mode) => draw(covered && picked(covered, mode)),
    covered: (covered: Covered, mode: Mode) => select(picked(covered, mode)),
    /** A selected unit is dragged to another territory. */
    grab: (hover: Hover) => tool === 'pan' && hover.unit !== undefined && has(selection, hover.unit),
    carry: (hover: Hover) => {
      map?.highlight(hover.slot > 0 ? hover.slot : -1)
      const into = leafOf(plan, hover)
      if (into !== undefined && into !== useDesk.getState().into) aim(into)
    },
    /** Selected boundaries are dragged to the territory that has the boundary under the pointer, or the units or shape there. */
    carryBoundaries: (hover: Hover, cells: Int32Array | undefined) => {
      map?.highlight(hover.slot > 0 ? hover.slot : -1)
      const under = map?.boundaries.at(hover.x, hover.y)
      const into = (under && cells?.[under.id]) || leafOf(plan, hover)
      const { boundaries, giving, give } = useDesk.getState()
      // Over the selection itself nothing is said yet: a drag begins there.
      if (!into || (under && boundaries.includes(under.id)) || (giving.areas.length === 1 && giving.areas[0] === into)) return
      give({ ...giving, areas: [into] })
    },
  }
}

/** territoryAt is the territory under a point of the screen, by the nearest unit or else by the shape drawn there. */
function territoryAt(map: PlanMap, plan: Plan | undefined, point: readonly [number, number] | undefined): number | undefined {
  return point && leafOf(plan, map.at(point[0], point[1]))
}

function leafOf(plan: Plan | undefined, hover: Hover): number | undefined {
  const unit = hover.unit === undefined ? 0 : (plan?.assignment[hover.unit] ?? 0)
  if (unit > 0) return unit
  const area = plan?.slots.numbers[hover.slot] ?? 0
  // Where the map shows a level above, a shape is no territory.
  return area > 0 && plan?.slots.ofNumber[area] === hover.slot && plan.leaves.has(area) ? area : undefined
}

/** has looks a unit up in an ascending list. */
function has(units: readonly number[], unit: number): boolean {
  let low = 0
  let high = units.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((units[middle] ?? 0) < unit) low = middle + 1
    else high = middle
  }
  return units[low] === unit
}
