import { Group, Text } from '@mantine/core'
import { IconRoute } from '@tabler/icons-react'
import type { Report } from '../../api/types'
import { t } from '../../i18n'
import { count, minutes, percent } from '../../ui/format'
import classes from './TravelNotes.module.css'

/** TravelNotes says what a plan by travel times rests on: the figures, the service, and where it did not answer. */
export function TravelNotes({ times }: { times: NonNullable<Report['travelTimes']> }) {
  const share = (pairs: number) => percent(pairs / Math.max(1, times.pairs))
  const rows: [string, string][] = [
    [t('places.timesMean'), minutes(times.meanMinutes)],
    [t('places.timesLongest'), minutes(times.longestMinutes)],
    [t('places.timesPairs'), count(times.pairs)],
    [t('places.timesKnown'), share(times.fromCache)],
  ]
  return (
    <section className={classes.box} aria-label={t('places.travelTimes')}>
      <Group gap={8} wrap="nowrap" justify="space-between">
        <Group gap={8} wrap="nowrap"><IconRoute size={17} aria-hidden /><Text size="sm" fw={600}>{t('places.travelTimes')}</Text></Group>
        <Text size="xs" c="dimmed" truncate title={times.service}>{times.service}</Text>
      </Group>
      <dl className={classes.figures}>
        {rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd className="num">{value}</dd></div>)}
      </dl>
      <Text size="xs" c="dimmed" className="num">
        {t('places.timesFrom', { places: times.places, candidates: times.candidates })} {times.groupedKm > 0 && t('places.timesGrouped', { km: String(Number(times.groupedKm.toPrecision(2))) })}
      </Text>
      {times.noWay > 0 && <Text size="xs" mt={4} className="num">{t('places.timesNoWay', { count: times.noWay })}</Text>}
      {times.fellBack > 0 && (
        <Text size="xs" mt={4} className={`${classes.warning} num`}>{t('places.timesFellBack', { count: times.fellBack, share: share(times.fellBack) })} {times.problem ?? ''}</Text>
      )}
    </section>
  )
}
