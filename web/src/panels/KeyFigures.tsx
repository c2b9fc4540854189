import type { Legend } from '../api/types'
import { t } from '../i18n'
import { kindOf } from '../ui/DeviationBar'
import { count, deviation, kilometres } from '../ui/format'
import classes from './KeyFigures.module.css'
import { measureName } from './measures'

/** KeyFigures sums up the plan on the map in one line. */
export function KeyFigures({ legend, measure, tolerance, badge }: { legend: Legend; measure: number; tolerance: number; badge?: string }) {
  const { figures } = legend
  const balance = figures.balance[measure]
  const territories = figures.territories
  return (
    <div className={classes.strip} aria-label={t('desk.keyFiguresPlan')} role="group">
      {badge && <span className={classes.badge}>{badge}</span>}
      <Figure label={t('desk.territories')} value={count(territories)} />
      {balance && territories > 0 && (
        <>
          <Figure label={t('desk.highest', { measure: measureName(balance.measure) })} value={deviation(balance.largest)} kind={kindOf(balance.largest, tolerance)} />
          <Figure label={t('desk.lowest')} value={deviation(balance.smallest)} kind={kindOf(balance.smallest, tolerance)} />
        </>
      )}
      {territories > 0 && <Figure label={t('desk.meanTravel')} value={kilometres(figures.travelKm)} />}
      {legend.unassigned.units > 0 && <Figure label={t('common.unassigned')} value={count(legend.unassigned.units)} />}
    </div>
  )
}

function Figure({ label, value, kind }: { label: string; value: string; kind?: string }) {
  return (
    <span className={classes.figure}>
      <span className={classes.label}>{label}</span>
      <span className={`${classes.value} num`} data-kind={kind}>{value}</span>
    </span>
  )
}
