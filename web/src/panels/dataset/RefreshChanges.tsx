import { Anchor, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { changesQuery, snapshotsQuery } from '../../api/snapshots'
import { t } from '../../i18n'

/** RefreshChanges says what a refresh has changed in the dataset, and leads to the whole report of its snapshot. */
export function RefreshChanges({ dataset, snapshot }: { dataset: string; snapshot: string }) {
  const snapshots = useQuery(snapshotsQuery(dataset)).data ?? []
  const at = snapshots.findIndex((one) => one.id === snapshot)
  const before = at < 0 ? undefined : snapshots[at + 1]
  const changes = useQuery({ ...changesQuery(snapshot, before?.id ?? ''), enabled: before !== undefined }).data
  if (!changes) return null
  const nothing = changes.added + changes.gone + changes.moved + changes.changed + changes.columns.length === 0
  return (
    <Text size="sm" role="status" className="num">
      {nothing ? t('data.changesNone') : t('orgImport.changes', { added: changes.added, gone: changes.gone, moved: changes.moved, changed: changes.changed, columns: changes.columns.length })}{' '}
      {!nothing && <Anchor size="sm" underline="always" renderRoot={(props) => <Link to="/datasets/$datasetId" params={{ datasetId: dataset }} search={{ tab: 'snapshots' }} {...props} />}>{t('orgImport.seeChanges')}</Anchor>}
    </Text>
  )
}
