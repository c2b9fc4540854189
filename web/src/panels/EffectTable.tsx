import { IconArrowRight } from '@tabler/icons-react'
import type { Legend } from '../api/types'
import type { Effect } from '../columns/totals'
import { kindOf } from '../ui/DeviationBar'
import { deviation } from '../ui/format'
import table from './BeforeAfter.module.css'

interface Props {
  effects: readonly Effect[]
  legend: Legend
  measure: number
  tolerance: number
}

/** EffectTable shows how far from target each area would be after a move, against now. */
export function EffectTable({ effects, legend, measure, tolerance }: Props) {
  const rows = effects.filter((effect) => effect.area !== 0).slice(0, 6)
  return (
    <table className={table.table} style={{ marginTop: 10 }} data-testid="effect">
      <thead>
        <tr><th style={{ textAlign: 'left' }}>Effect of the move</th><th>Units</th><th>Now</th><th aria-hidden /><th>Then</th></tr>
      </thead>
      <tbody>
        {rows.map((effect) => {
          const area = legend.areas.find((a) => a.number === effect.area)
          const due = area?.due[measure] ?? 0
          const now = area?.deviations[measure] ?? 0
          const then = due > 0 ? ((area?.sums[measure] ?? 0) + (effect.sums[measure] ?? 0)) / due - 1 : 0
          return (
            <tr key={effect.area}>
              <th scope="row">{area?.name}</th>
              <td className="num">{effect.units > 0 ? '+' : '−'}{Math.abs(effect.units).toLocaleString()}</td>
              <td className="num" data-kind={kindOf(now, tolerance)}>{deviation(now)}</td>
              <td className={table.arrow} aria-hidden><IconArrowRight size={13} /></td>
              <td className="num" data-kind={kindOf(then, tolerance)}><strong>{deviation(then)}</strong></td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
