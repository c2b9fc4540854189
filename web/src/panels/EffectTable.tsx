import { IconArrowNarrowRight } from '@tabler/icons-react'
import type { Legend } from '../api/types'
import type { Hanging } from '../columns/hang'
import type { Effect } from '../columns/totals'
import { effectRows, type EffectCell } from '../edit/effect'
import { t } from '../i18n'
import { kindOf } from '../ui/DeviationBar'
import { compact, count, deviation } from '../ui/format'
import { Scroll } from '../ui/Scroll'
import classes from './EffectTable.module.css'
import { measureName } from './measures'

interface Props {
  effects: readonly Effect[]
  legend: Legend
  tolerance: number
  hanging: readonly Hanging[] | undefined
  /** What areas consist of when it is counted what is apart. */
  of?: 'units' | 'boundaries'
}

const most = 4

/** EffectTable shows, for each area of a move, every measure against its target now and then, and whether it hangs together. */
export function EffectTable({ effects, legend, tolerance, hanging, of = 'units' }: Props) {
  const all = effectRows(effects, legend)
  const rows = all.slice(0, most)
  return (
    <Scroll label={t('desk.effectMove')}>
      <table className={classes.table} data-testid="effect">
        <thead>
          <tr>
            <th scope="col">{t('desk.effectMove')}</th>
            {hanging && <th scope="col">{t('desk.parts')}</th>}
            {legend.measures.map((name) => <th key={name} scope="col">{measureName(name)}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.area}>
              <th scope="row"><span title={row.name}>{row.name}</span></th>
              {hanging && <td className="num"><PartsCell hanging={hanging.find((h) => h.area === row.area)} of={of} /></td>}
              {row.cells.map((cell, k) => <td key={k} className="num"><Cell cell={cell} tolerance={tolerance} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
      {all.length > most && <p className={classes.more}>{t('desk.otherAreasLose', { count: all.length - most })}</p>}
    </Scroll>
  )
}

const signed = (x: number, write: (x: number) => string) => `${x > 0 ? '+' : x < 0 ? '−' : ''}${write(Math.abs(x))}`

function Cell({ cell, tolerance }: { cell: EffectCell; tolerance: number }) {
  const { now, then, change } = cell
  return (
    <>
      {now !== undefined && then !== undefined && (
        <span className={classes.pair}>
          <span data-kind={kindOf(now, tolerance)}>{deviation(now)}</span>
          <IconArrowNarrowRight size={13} className={classes.arrow} aria-label={t('desk.becomes')} />
          <strong data-kind={kindOf(then, tolerance)}>{deviation(then)}</strong>
        </span>
      )}
      <small>{signed(change, compact)}</small>
    </>
  )
}

function PartsCell({ hanging, of }: { hanging: Hanging | undefined; of: 'units' | 'boundaries' }) {
  if (!hanging) return '–'
  const { before, after } = hanging
  const worse = after.parts > before.parts
  return (
    <>
      <span className={classes.pair}>
        <span>{count(before.parts)}</span>
        <IconArrowNarrowRight size={13} className={classes.arrow} aria-label={t('desk.becomes')} />
        <strong data-kind={worse ? 'over' : 'within'}>{count(after.parts)}</strong>
      </span>
      <small>{after.parts <= 1 ? t('desk.onePiece') : t(of === 'units' ? 'desk.unitsApart' : 'desk.boundariesApart', { count: after.apart })}</small>
    </>
  )
}
