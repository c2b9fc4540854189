import { Badge, Progress, Text } from '@mantine/core'
import type { ConnectionTest } from '../../api/connections'
import { t, type Key } from '../../i18n'
import { count, date } from '../../ui/format'
import { Card, Section } from '../../ui/Page'
import { Scroll } from '../../ui/Scroll'
import table from '../../ui/table.module.css'
import classes from './Connections.module.css'

const limitNames: Readonly<Record<string, Key>> = {
  DailyApiRequests: 'connections.limit_DailyApiRequests', DailyBulkApiBatches: 'connections.limit_DailyBulkApiBatches',
  DailyBulkV2QueryJobs: 'connections.limit_DailyBulkV2QueryJobs', HourlySyncReportRuns: 'connections.limit_HourlySyncReportRuns',
  HourlyAsyncReportRuns: 'connections.limit_HourlyAsyncReportRuns', DataStorageMB: 'connections.limit_DataStorageMB',
}

const limitName = (name: string): string => {
  const key = limitNames[name]
  return key ? t(key as 'connections.limit_DailyApiRequests') : name
}

/** TestReport shows what a test found: limits left and permissions, what is missing first. */
export function TestReport({ test }: { test: ConnectionTest }) {
  const missing = test.permissions.filter((permission) => !permission.has)
  const sorted = [...missing, ...test.permissions.filter((permission) => permission.has)]
  return (
    <>
      <Section title={t('connections.permissions')} text={missing.length === 0 ? t('connections.allPermissions') : t('connections.permissionsText')}>
        <Card flush>
          <Scroll label={t('connections.permissions')}>
            <table className={table.table}>
              <thead><tr><th>{t('connections.permission')}</th><th>{t('connections.neededFor')}</th><th>{t('connections.whatToDo')}</th></tr></thead>
              <tbody>
                {sorted.map((permission) => (
                  <tr key={permission.name}>
                    <td>
                      <Text size="sm" fw={560} component="span" mr={8}>{permission.name}</Text>
                      <Badge size="sm" variant="light" color={permission.has ? 'pine' : 'red'}>{permission.has ? t('connections.has') : t('connections.hasNot')}</Badge>
                    </td>
                    <td>{permission.need}</td>
                    <td>{permission.what ?? ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </Card>
      </Section>
      <Section title={t('connections.limits')} text={t('connections.limitsText', { at: date(test.at) })}>
        <Card>
          <div className={classes.limits}>
            {test.limits.map((limit) => (
              <div key={limit.name}>
                <Text size="sm" fw={560}>{limitName(limit.name)}</Text>
                <Progress mt={6} mb={4} value={(100 * limit.remaining) / Math.max(1, limit.max)} color={limit.remaining < limit.max / 10 ? 'red' : 'pine'} aria-label={limitName(limit.name)} />
                <Text size="xs" c="dimmed" className="num">{t('connections.limitLeft', { left: count(limit.remaining), max: count(limit.max) })}</Text>
              </div>
            ))}
          </div>
        </Card>
      </Section>
    </>
  )
}
