import { Text } from '@mantine/core'
import type { Comparison } from '../api/types'
import { t } from '../i18n'
import { said } from '../ui/said'
import { kindOf } from '../ui/DeviationBar'
import { count, deviation, kilometres, percent, signedDecimal } from '../ui/format'
import { provenGap } from '../edit/proof'
import { Card } from '../ui/Page'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'
import classes from './CompareFigures.module.css'
import { measureName } from './measures'

const usual = 0.05

/** CompareFigures lays the figures of both plans side by side, with the difference. */
export function CompareFigures({ comparison }: { comparison: Comparison }) {
  const { left, right, moves } = comparison
  return (
    <Card flush>
      <Scroll label={t('compare.figuresBothPlans')}>
        <table className={`${table.table} ${classes.figures}`}>
          <thead>
            <tr>
              <th><span className="visually-hidden">{t('compare.figure')}</span></th>
              <th className={table.right}>{said(left.said, left.name)}<Text size="xs" c="dimmed" className="num">{t('compare.version', { version: left.version })}</Text></th>
              <th className={table.right}>{said(right.said, right.name)}<Text size="xs" c="dimmed" className="num">{t('compare.version', { version: right.version })}</Text></th>
              <th className={table.right}>{t('compare.difference')}</th>
            </tr>
          </thead>
          <tbody>
            {right.figures.balance.map((balance, m) => {
              const other = left.figures.balance[m]
              return [
                <Deviation key={`${balance.measure} high`} name={t('versus.highest', { measure: measureName(balance.measure) })} left={other?.largest} right={balance.largest} />,
                <Deviation key={`${balance.measure} low`} name={t('versus.lowest', { measure: measureName(balance.measure) })} left={other?.smallest} right={balance.smallest} />,
              ]
            })}
            <Row name={t('compare.meanTravelCentre')} left={kilometres(left.figures.travelKm)} right={kilometres(right.figures.travelKm)}
              difference={left.figures.travelKm > 0 ? deviation(right.figures.travelKm / left.figures.travelKm - 1) : ''} />
            <Row name={t('optimise.compactness')} left={percent(left.figures.compactness)} right={percent(right.figures.compactness)}
              difference={`${points(right.figures.compactness - left.figures.compactness)}`} />
            <Row name={t('optimise.territories')} left={count(left.figures.territories)} right={count(right.figures.territories)} difference={signed(right.figures.territories - left.figures.territories)} />
            <Row name={t('optimise.unassignedUnits')} left={count(left.figures.units - left.figures.assigned)} right={count(right.figures.units - right.figures.assigned)}
              difference={signed(left.figures.assigned - right.figures.assigned)} />
            <Row name={t('versus.certificate')} left={provenGap(left.certificate)} right={provenGap(right.certificate)} difference="" />
            <Row name={t('versus.moved')} left="" right={count(moves.units)} difference={percent(moves.share)} />
          </tbody>
        </table>
      </Scroll>
    </Card>
  )
}

const signed = (x: number): string => (x === 0 ? '–' : `${x > 0 ? '+' : '−'}${count(Math.abs(x))}`)
const points = (x: number): string => t('compare.points', { points: signedDecimal(100 * x) })

function Row({ name, left, right, difference }: { name: string; left: string; right: string; difference: string }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className={`${table.right} num`}>{left}</td>
      <td className={`${table.right} num`}><strong>{right}</strong></td>
      <td className={`${table.right} num ${classes.difference}`}>{difference}</td>
    </tr>
  )
}

function Deviation({ name, left, right }: { name: string; left: number | undefined; right: number }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className={`${table.right} num`} data-kind={kindOf(left ?? 0, usual)}>{deviation(left)}</td>
      <td className={`${table.right} num`} data-kind={kindOf(right, usual)}><strong>{deviation(right)}</strong></td>
      <td className={`${table.right} num ${classes.difference}`}>{left === undefined ? '' : points(right - left)}</td>
    </tr>
  )
}
