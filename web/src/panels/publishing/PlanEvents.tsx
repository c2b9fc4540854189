import { Text } from '@mantine/core'
import type { PlanRelease } from '../../api/publishing'
import { t } from '../../i18n'
import { useProblemTexts } from '../../i18n/useProblemTexts'
import { date } from '../../ui/format'
import { Card, Section } from '../../ui/Page'
import { said } from '../../ui/said'

/** PlanEvents is the audit of a plan: who did what when, the newest first. */
export function PlanEvents({ events }: { events: PlanRelease['events'] }) {
  useProblemTexts()
  if (events.length === 0) return null
  return (
    <Section title={t('publishing.events')}>
      <Card>
        {events.map((one) => (
          <Text key={one.id} size="sm" py={3}><span className="num">{date(one.at)}</span> · {one.actor.name || t('publishing.theServer')} · {said(one.said, one.text)}</Text>
        ))}
      </Card>
    </Section>
  )
}
