import { Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import type { Figures } from '../api/types'
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
      <caption className="visually-hidden">Figures before and after</caption>
      <thead>
        <tr><th scope="col"><span className="visually-hidden">Figure</span></th><th scope="col">Before</th><th aria-hidden /><th scope="col">After</th></tr>
      </thead>
      <tbody>
        {after.balance.map((balance, m) => {
          const was = before.balance.find((b) => b.measure === balance.measure)
          const tolerance = tolerances[m] ?? 0
          const name = measureName(balance.measure)
          return [
            <Line key={`${name} high`} name={`${name}, highest`} before={deviation(was?.largest)} after={deviation(balance.largest)}
              kinds={[kindOf(was?.largest ?? 0, tolerance), kindOf(balance.largest, tolerance)]} />,
            <Line key={`${name} low`} name={`${name}, lowest`} before={deviation(was?.smallest)} after={deviation(balance.smallest)}
              kinds={[kindOf(was?.smallest ?? 0, tolerance), kindOf(balance.smallest, tolerance)]} />,
          ]
        })}
        <Line name="Travel, mean" before={kilometres(before.travelKm)} after={kilometres(after.travelKm)} />
        <Line name="Compactness" before={percent(before.compactness)} after={percent(after.compactness)} />
        <Line name="Territories" before={count(before.territories)} after={count(after.territories)} />
        <Line name="Unassigned units" before={count(before.units - before.assigned)} after={count(after.units - after.assigned)} />
        <tr className={classes.moved}>
          <th scope="row">Units that move</th>
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
