import { Button, Group, List, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { connectionUsesQuery, useDeleteConnection, type Connection } from '../../api/connections'
import { t } from '../../i18n'
import { ProblemNote } from '../../ui/ProblemNote'
import { done } from '../../ui/toast'

/** DeleteConnection asks before a connection goes, and says what uses it. */
export function DeleteConnection({ connection, onClose, onDeleted }: { connection: Connection; onClose: () => void; onDeleted: () => void }) {
  const uses = useQuery(connectionUsesQuery(connection.id))
  const remove = useDeleteConnection()
  return (
    <Modal opened onClose={onClose} title={<Text fw={620}>{t('connections.deleteTitle', { name: connection.name })}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        <Text size="sm">{t('connections.deleteText')}</Text>
        {uses.isPending && <Skeleton height={60} />}
        {uses.error && <ProblemNote plain title={t('common.didNotWork')} error={uses.error} onRetry={() => void uses.refetch()} />}
        {uses.data && (
          <List size="sm" spacing={6}>
            {uses.data.datasets.length === 0 && uses.data.plans === 0 && <List.Item>{t('connections.usesNothing')}</List.Item>}
            {uses.data.datasets.length > 0 && (
              <List.Item>
                {t('connections.deleteDatasets', { count: uses.data.datasets.length })}{' '}
                <strong>{uses.data.datasets.map((dataset) => dataset.name).join(', ')}</strong>
              </List.Item>
            )}
            {uses.data.plans > 0 && <List.Item>{t('connections.deletePlans', { count: uses.data.plans })}</List.Item>}
            {uses.data.records > 0 && <List.Item>{t('connections.deleteRecords', { count: uses.data.records })}</List.Item>}
          </List>
        )}
        {remove.error && <ProblemNote plain title={t('common.didNotWork')} error={remove.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>{t('common.keepIt')}</Button>
          <Button color="red" loading={remove.isPending} disabled={uses.isPending}
            onClick={() => remove.mutate(connection.id, { onSuccess: () => { done(t('connections.deleted'), connection.name); onDeleted() } })}>
            {t('connections.delete')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
