import { Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import type { Figures } from '../api/types'
import { t } from '../i18n'
import { kindOf } from '../ui/DeviationBar'
import { count, deviation, kilometres, percent } from '../ui/format'
import classes from './BeforeAfter.module.css'
import { measureName } from './measures'

interface Props {
  before: Figures
  after: Figures
  tolerances: readonly number[]
}

/** BeforeAfter sets the figures of two plans against each other. */
export function BeforeAfter({ before, after, tolerances }: Props) {
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">{t('optimise.figuresBeforeAfter')}</caption>
      <thead>
        <tr><th scope="col"><span className="visually-hidden">{t('optimise.figure')}</span></th><th scope="col">{t('optimise.before')}</th><th aria-hidden /><th scope="col">{t('optimise.after')}</th></tr>
      </thead>
      <tbody>
        {after.balance.map((balance, m) => {
          const was = before.balance.find((b) => b.measure === balance.measure)
          const tolerance = tolerances[m] ?? 0
          const name = measureName(balance.measure)
          return [
            <Line key={`${name} high`} name={t('desk.highest', { measure: name })} before={deviation(was?.largest)} after={deviation(balance.largest)}
              kinds={[kindOf(was?.largest ?? 0, tolerance), kindOf(balance.largest, tolerance)]} />,
            <Line key={`${name} low`} name={t('desk.lowestOf', { measure: name })} before={deviation(was?.smallest)} after={deviation(balance.smallest)}
              kinds={[kindOf(was?.smallest ?? 0, tolerance), kindOf(balance.smallest, tolerance)]} />,
          ]
        })}
        <Line name={t('optimise.meanTravel')} before={kilometres(before.travelKm)} after={kilometres(after.travelKm)} />
        <Line name={t('optimise.compactness')} before={percent(before.compactness)} after={percent(after.compactness)} />
        <Line name={t('optimise.territories')} before={count(before.territories)} after={count(after.territories)} />
        <Line name={t('optimise.unassignedUnits')} before={count(before.units - before.assigned)} after={count(after.units - after.assigned)} />
        <tr className={classes.moved}>
          <th scope="row">{t('optimise.unitsMove')}</th>
          <td colSpan={3} className="num">{count(after.movedUnits)} <Text span size="xs" c="dimmed">{percent(after.movedShare)}</Text></td>
        </tr>
      </tbody>
    </table>
  )
}

function Line({ name, before, after, kinds }: { name: string; before: string; after: string; kinds?: readonly [string, string] }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="num" data-kind={kinds?.[0]}>{before}</td>
      <td className={classes.arrow} aria-hidden><IconArrowRight size={13} /></td>
      <td className="num" data-kind={kinds?.[1]}><strong>{after}</strong></td>
    </tr>
  )
}
