import { Badge, Button, Group, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { destinationsQuery, type Destination, type DestinationKind } from '../../api/destinations'
import { t } from '../../i18n'
import { Card, Section } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { Scroll } from '../../ui/Scroll'
import table from '../../ui/table.module.css'
import { RightsDialog } from './RightsDialog'

/** Rights shows who may publish to each destination of an org, and what has to be approved first. */
export function Rights({ connection }: { connection: string }) {
  const destinations = useQuery(destinationsQuery(connection))
  const [changing, setChanging] = useState<Destination>()
  return (
    <Section title={t('rights.title')} text={t('rights.text')}>
      {destinations.isPending && <Skeleton height={200} radius="lg" />}
      {destinations.error && <ProblemNote title={t('rights.notLoaded')} error={destinations.error} onRetry={() => void destinations.refetch()} />}
      {destinations.data && (
        <Card flush>
          <Scroll label={t('rights.title')}>
            <table className={table.table}>
              <thead><tr><th>{t('rights.destination')}</th><th>{t('rights.publishers')}</th><th>{t('rights.approval')}</th><th><span className="visually-hidden">{t('rights.change')}</span></th></tr></thead>
              <tbody>{destinations.data.map((one) => <Row key={one.kind} destination={one} onChange={() => setChanging(one)} />)}</tbody>
            </table>
          </Scroll>
        </Card>
      )}
      {changing && <RightsDialog connection={connection} destination={changing} onClose={() => setChanging(undefined)} />}
    </Section>
  )
}

function Row({ destination: d, onChange }: { destination: Destination; onChange: () => void }) {
  const name = t(`publishing.${d.kind as DestinationKind}`)
  return (
    <tr>
      <td><Text size="sm" fw={560}>{name}</Text></td>
      <td>{d.closed ? <Badge variant="light" color="red">{t('rights.closed')}</Badge> : d.publishers.join(', ') || t('rights.everybody')}</td>
      <td>
        {d.approvals === 0 ? t('rights.none') : (
          <>
            {t('rights.needed', { count: d.approvals })}
            {d.approvers.length > 0 && <Text size="xs" c="dimmed">{t('rights.by', { names: d.approvers.join(', ') })}</Text>}
            {d.ownApproval && <Text size="xs" c="dimmed">{t('rights.ownShort')}</Text>}
            {d.freeRollback && <Text size="xs" c="dimmed">{t('rights.freeRollback')}</Text>}
          </>
        )}
      </td>
      <td><Group justify="flex-end"><Button size="xs" variant="default" aria-label={t('rights.changeOf', { name })} onClick={onChange}>{t('rights.change')}</Button></Group></td>
    </tr>
  )
}
