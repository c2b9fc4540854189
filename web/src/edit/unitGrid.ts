/** What a key does in the table of units: move, extend the selection to the row, toggle it, select all or none. */
export interface GridStep { kind: 'move' | 'extend' | 'toggle' | 'all' | 'clear'; active: number }

interface Key { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }

/** gridKey translates a key press; undefined for keys that mean nothing here. page is the rows of a screenful. */
export function gridKey({ key, shiftKey, ctrlKey, metaKey }: Key, active: number, rows: number, page: number): GridStep | undefined {
  if (rows === 0) return undefined
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'a') return { kind: 'all', active }
  const within = (at: number) => Math.max(0, Math.min(rows - 1, at))
  const steps: Record<string, number> = {
    ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page, Home: 0, End: rows - 1,
  }
  const to = steps[key]
  if (to !== undefined) return { kind: shiftKey ? 'extend' : 'move', active: within(to) }
  if (key === ' ') return { kind: 'toggle', active }
  return key === 'Escape' ? { kind: 'clear', active } : undefined
}

const blockRows = 100

/** blocksOf cuts the rows that show into blocks of units, so that scrolling reads each block once. */
export function blocksOf(order: Int32Array, first: number, last: number): number[][] {
  const blocks: number[][] = []
  for (let start = Math.floor(first / blockRows) * blockRows; start <= last && start < order.length; start += blockRows) {
    blocks.push([...order.subarray(start, start + blockRows)])
  }
  return blocks
}
