import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { noPart, type Part } from './draftPart'
import type { BoundaryChoice } from './boundaryChoice'
import type { Home } from './homes'
import { brushSizes, type ToolKind } from './tools'

/** What one planner has in hand on the desk and nobody else needs to know. */
interface Desk {
  tool: ToolKind
  /** Unit indices, ascending. */
  selection: readonly number[]
  /** What a drag that has not ended would select; undefined while nothing is dragged. */
  drawing: readonly number[] | undefined
  /** Where the selection would go: an area number, 0 for unassigned, undefined while nothing is chosen. */
  into: number | undefined
  /** Half the width of the brushes, in CSS pixels. */
  brush: number
  /** Selected boundaries, by index. */
  boundaries: readonly number[]
  /** Who would get the selected boundaries. */
  giving: BoundaryChoice
  /** What colours the boundaries: territories, or a column as `sum:NAME` or `attribute:NAME`. */
  shading: string
  /** The area whose card is open, 0 for none. */
  area: number
  /** Which side of a draft the map shows. */
  side: 'before' | 'after'
  /** Whether the units that a draft moves are ringed. */
  moved: boolean
  /** Areas that something in a panel points at, such as a violation. */
  lit: readonly number[]
  /** Whether what-if questions are being asked, and the answer on the map. */
  asking: boolean
  shownPreview: string | undefined
  /** The optimisation whose plan the map shows while it runs. */
  running: string | undefined
  /** Whether the map shows where the draft is tight instead of who has what. */
  tight: boolean
  /** Whether the legend is a wide table instead of a tree. */
  wide: boolean
  /** Centres of the next optimisation that may not move, and whether a click on the map adds one. */
  homes: readonly Home[]
  placing: boolean
  /** What of the draft under review is wanted, when not all of it. */
  part: Part
  pick: (tool: ToolKind) => void
  select: (units: readonly number[]) => void
  draw: (units: readonly number[] | undefined) => void
  aim: (into: number | undefined) => void
  widen: (brush: number) => void
  selectBoundaries: (boundaries: readonly number[]) => void
  give: (giving: BoundaryChoice) => void
  shade: (shading: string) => void
  open: (area: number) => void
  show: (side: 'before' | 'after') => void
  ring: (moved: boolean) => void
  light: (areas: readonly number[]) => void
  ask: (asking: boolean) => void
  choose: (part: Part) => void
  settle: (homes: readonly Home[]) => void
  place: (placing: boolean) => void
  spread: (wide: boolean) => void
  press: (tight: boolean) => void
  watch: (job: string | undefined) => void
  preview: (preview: string | undefined) => void
  clear: () => void
}

const start = { tool: 'pan', selection: [], drawing: undefined, into: undefined, brush: brushSizes.usual, area: 0, side: 'after', moved: false, lit: [], asking: false, shownPreview: undefined, running: undefined, tight: false, wide: false, homes: [], placing: false, part: noPart } as const
const nobody: BoundaryChoice = { areas: [], keepUnits: false }
const noBoundaries = { boundaries: [], giving: nobody, shading: 'territories' } as const

/** useDesk is the store of the desk; clear it when another alignment is opened. */
export const useDesk = create<Desk>((set) => ({
  ...noBoundaries,
  ...start,
  pick: (tool) => set({ tool }),
  // A selection that is let go of leaves no destination behind.
  select: (selection) => set(selection.length > 0 ? { selection, drawing: undefined } : { selection, drawing: undefined, into: undefined }),
  draw: (drawing) => set({ drawing }),
  aim: (into) => set({ into }),
  widen: (brush) => set({ brush }),
  // A selection that is let go of leaves nobody chosen for the next one.
  selectBoundaries: (boundaries) => set(boundaries.length > 0 ? { boundaries } : { boundaries, giving: nobody }),
  give: (giving) => set({ giving }),
  shade: (shading) => set({ shading }),
  open: (area) => set({ area }),
  show: (side) => set({ side }),
  ring: (moved) => set({ moved }),
  light: (lit) => set({ lit }),
  ask: (asking) => set({ asking, shownPreview: undefined }),
  press: (tight) => set({ tight }),
  choose: (part) => set({ part }),
  settle: (homes) => set({ homes }),
  place: (placing) => set({ placing }),
  spread: (wide) => set({ wide }),
  watch: (running) => set({ running }),
  preview: (shownPreview) => set({ shownPreview }),
  clear: () => set({ ...noBoundaries, ...start }),
}))

/** useDeskPart reads some of the desk by name, and draws again only when one of these changes. */
export function useDeskPart<K extends keyof Desk>(...keys: K[]): Pick<Desk, K> {
  return useDesk(useShallow((state) => Object.fromEntries(keys.map((key) => [key, state[key]])) as Pick<Desk, K>))
}
