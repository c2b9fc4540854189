import { Button } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useState } from 'react'
import type { ExploredPlan } from '../api/types'
import { sorted, type Sorting } from '../edit/explore'
import { t } from '../i18n'
import { count, kilometres, percent } from '../ui/format'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'
import charts from './ExploreCharts.module.css'

interface Props {
  plans: readonly ExploredPlan[]
  chosen: number | undefined
  hovered: number | undefined
  onHover: (plan: number | undefined) => void
  onChoose: (plan: number) => void
}

const columns: { key: Sorting['key']; label: string }[] = [
  { key: 'plan', get label() { return t('explore.plan2') } }, { key: 'balance', get label() { return t('explore.deviation') } }, { key: 'travelKm', get label() { return t('explore.travel') } },
  { key: 'movedShare', get label() { return t('explore.moved') } }, { key: 'compactness', get label() { return t('explore.compact') } },
]

/** PlansTable is the scatter plots in numbers, for everybody and for screen readers. */
export function PlansTable({ plans, chosen, hovered, onHover, onChoose }: Props) {
  const [by, setBy] = useState<Sorting>({ key: 'balance', down: false })
  return (
    <div className={charts.frame}>
      <Scroll label={t('explore.plansAsTable')}>
        <table className={table.table}>
          <thead>
            <tr>
              {columns.map(({ key, label }) => (
                <th key={key} className={key === 'plan' ? undefined : table.right} aria-sort={by.key === key ? (by.down ? 'descending' : 'ascending') : 'none'}>
                  <button type="button" className={table.sort} onClick={() => setBy({ key, down: by.key === key && !by.down })}>
                    {label}{by.key === key && (by.down ? <IconArrowDown size={12} aria-hidden /> : <IconArrowUp size={12} aria-hidden />)}
                  </button>
                </th>
              ))}
              <th className={table.right}>{t('explore.gap')}</th>
              <th><span className="visually-hidden">{t('explore.choose')}</span></th>
            </tr>
          </thead>
          <tbody onMouseLeave={() => onHover(undefined)}>
            {sorted(plans, by).map((plan) => (
              <tr key={plan.plan} data-mark={plan.plan === chosen ? 'chosen' : plan.plan === hovered ? 'hovered' : undefined} onMouseEnter={() => onHover(plan.plan)}>
                <td className="num">{plan.plan + 1}</td>
                <td className={`${table.right} num`}>{percent(plan.balance)}</td>
                <td className={`${table.right} num`}>{kilometres(plan.travelKm)}</td>
                <td className={`${table.right} num`}>{count(plan.movedUnits)}</td>
                <td className={`${table.right} num`}>{percent(plan.compactness)}</td>
                <td className={`${table.right} num`}>{percent(plan.certificate.gap)}</td>
                <td className={table.right}>
                  <Button size="compact-xs" variant={plan.plan === chosen ? 'filled' : 'default'} aria-pressed={plan.plan === chosen} aria-label={plan.plan === chosen ? t('explore.chosenPlan', { plan: plan.plan + 1 }) : t('explore.choosePlan', { plan: plan.plan + 1 })}
                    onFocus={() => onHover(plan.plan)} onBlur={() => onHover(undefined)} onClick={() => onChoose(plan.plan)}>
                    {plan.plan === chosen ? t('explore.chosen') : t('explore.choose')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  )
}
