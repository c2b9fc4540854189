import { Checkbox, Text } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import { t } from '../i18n'
import classes from './MovedUnits.module.css'

/** MoveChoice takes moves out of those that are wanted, and back. */
export interface MoveChoice {
  out: ReadonlySet<number>
  onSet: (moves: Iterable<number>, wanted: boolean) => void
}

/** MoveColumn is a column of moves; those that can be sorted by have a key. */
export interface MoveColumn { key: string; label: string; width: number; right?: boolean; sortable?: boolean }

export interface MoveSort { sort: string; descending: boolean }

/** turned is the order after a click on a column: down, up, then as it was. */
export const turned = (held: MoveSort, column: string): MoveSort =>
  (held.sort !== column ? { sort: column, descending: true } : held.descending ? { sort: column, descending: false } : { sort: '', descending: false })

const rowHeight = 34

interface Rows { hold: (holder: HTMLDivElement | null) => void; items: VirtualItem[]; height: number }

/** useMoveRows draws only the rows of a long list that are in sight. */
export function useMoveRows(rows: number): Rows {
  const [holder, setHolder] = useState<HTMLDivElement | null>(null)
  // The virtualiser keeps its own state and must not be memoised around.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({ count: rows, getScrollElement: () => holder, estimateSize: () => rowHeight, overscan: 8 })
  return { hold: setHolder, items: virtual.getVirtualItems(), height: virtual.getTotalSize() }
}

interface Props extends Rows {
  /** The moves in the order shown. */
  shown: Int32Array
  columns: readonly MoveColumn[]
  cell: (move: number, column: MoveColumn) => React.ReactNode
  choice: MoveChoice | undefined
  sorted: MoveSort
  /** Absent where the rows cannot be sorted. */
  onSort?: ((column: string) => void) | undefined
  label: string
  empty: string
}

/** MoveTable is a long list of moves, one by one, in which they can be chosen alone or in ranges. */
export function MoveTable({ hold, items, height, shown, columns, cell, choice, sorted, onSort, label, empty }: Props) {
  const last = useRef(-1)
  const wanted = choice ? shown.reduce((sum, move) => sum + (choice.out.has(move) ? 0 : 1), 0) : 0
  /** A click sets one row, with Shift all rows from the last one clicked. */
  const set = (row: number, range: boolean) => {
    if (!choice) return
    const now = choice.out.has(shown[row] ?? -1)
    const from = range && last.current >= 0 ? Math.min(last.current, row) : row
    const to = range && last.current >= 0 ? Math.max(last.current, row) : row
    choice.onSet(shown.subarray(from, to + 1), now)
    last.current = row
  }
  const gridTemplateColumns = `${choice ? '44px ' : ''}${columns.map((c) => `${c.width}px`).join(' ')}`
  const aligned = (c: MoveColumn) => (c.right ? classes.right : '')
  return (
    <div ref={hold} className={classes.scroll} role="region" tabIndex={0} aria-label={label}>
      <div role="table" aria-label={label} aria-rowcount={shown.length + 1} aria-colcount={columns.length + (choice ? 1 : 0)}>
        <div role="row" aria-rowindex={1} className={classes.head} style={{ gridTemplateColumns }}>
          {choice && (
            <span role="columnheader" className={classes.cell}>
              <Checkbox size="xs" aria-label={t('optimise.chooseAllShown')} checked={wanted > 0 && wanted === shown.length} indeterminate={wanted > 0 && wanted < shown.length}
                onChange={() => choice.onSet(shown, wanted < shown.length)} />
            </span>
          )}
          {columns.map((c) => (
            <span key={c.key} role="columnheader" className={`${classes.cell} ${aligned(c)}`} {...(c.sortable ? { 'aria-sort': sorted.sort === c.key ? (sorted.descending ? 'descending' : 'ascending') : 'none' } : {})}>
              {onSort && c.sortable
                ? <button type="button" className={classes.sort} onClick={() => onSort(c.key)}>{c.label}{sorted.sort === c.key && <Arrow down={sorted.descending} />}</button>
                : c.label}
            </span>
          ))}
        </div>
        <div role="rowgroup" style={{ height, position: 'relative' }}>
          {items.map((item) => {
            const move = shown[item.index] ?? 0
            return (
              <div key={item.index} role="row" aria-rowindex={item.index + 2} className={classes.row} style={{ transform: `translateY(${item.start}px)`, gridTemplateColumns }}>
                {choice && (
                  <span role="cell" className={classes.cell}>
                    <Checkbox size="xs" aria-label={t('optimise.chooseMove', { row: item.index + 1 })} checked={!choice.out.has(move)} onChange={(event) => set(item.index, (event.nativeEvent as unknown as MouseEvent).shiftKey)} />
                  </span>
                )}
                {columns.map((c) => <span key={c.key} role="cell" className={`${classes.cell} num ${aligned(c)}`}>{cell(move, c)}</span>)}
              </div>
            )
          })}
        </div>
      </div>
      {shown.length === 0 && <Text c="dimmed" p="lg" ta="center">{empty}</Text>}
    </div>
  )
}

const Arrow = ({ down }: { down: boolean }) => (down ? <IconArrowDown size={13} aria-hidden /> : <IconArrowUp size={13} aria-hidden />)
