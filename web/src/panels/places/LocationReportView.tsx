import { List, Stack, Text } from '@mantine/core'
import type { LocationReport } from '../../api/places'
import { t } from '../../i18n'
import { count } from '../../ui/format'
import { Stat, StatRow } from '../../ui/Stat'

const accuracies = ['given', 'address', 'street', 'postal', 'place', 'region', 'boundary', 'point', 'none'] as const

/** byAccuracy counts units by the first word of where their position comes from. */
function byAccuracy(report: LocationReport): Map<string, number> {
  return new Map(Object.entries(report.accuracy).map(([word, units]) => [word === '' ? 'none' : (word.split(' ')[0] ?? word), units]))
}

/** LocationReportView says how units were located and which codes could not be used. */
export function LocationReportView({ report }: { report: LocationReport }) {
  const counts = byAccuracy(report)
  const held = accuracies.filter((word) => (counts.get(word) ?? 0) > 0)
  return (
    <Stack gap="md">
      <StatRow>
        <Stat label={t('places.byCode')} value={count(report.byCode)} />
        <Stat label={t('places.byPosition')} value={count(report.byPosition)} />
        <Stat label={t('places.ambiguous')} value={count(report.ambiguous)} />
        <Stat label={t('places.unknown')} value={count(report.unknown)} />
        <Stat label={t('places.nowhere')} value={count(report.nowhere)} />
      </StatRow>
      <div>
        <Text size="sm" fw={580} mb={4}>{t('places.positionsFrom')}</Text>
        <List size="sm" spacing={2}>
          {held.map((word) => <List.Item key={word}>{t(`places.accuracy_${word}`)}: <span className="num">{t('places.units', { count: counts.get(word) ?? 0 })}</span></List.Item>)}
        </List>
        {report.attribution && <Text size="xs" c="dimmed" mt={4}>{report.attribution}</Text>}
      </div>
      {report.codes.length > 0 && (
        <div>
          <Text size="sm" fw={580} mb={4}>{t('places.codesNotUsed')}</Text>
          <List size="sm" spacing={2}>
            {report.codes.slice(0, 12).map((code) => (
              <List.Item key={`${code.code} ${code.country}`}>
                <span className="num">{code.code}</span>{code.country ? ` (${code.country})` : ''}: {code.why.startsWith('ambiguous') ? t('places.codeAmbiguous') : t('places.codeUnknown')}, {t('places.units', { count: code.units })}
              </List.Item>
            ))}
          </List>
        </div>
      )}
    </Stack>
  )
}
