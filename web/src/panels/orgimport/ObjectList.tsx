import { Button, Group, Skeleton, Text, TextInput } from '@mantine/core'
import { IconCheck, IconPlus, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { orgObjectsQuery, orgReportsQuery, recordCountsQuery, type OrgSource } from '../../api/connections'
import { objectsMatching } from '../../edit/orgFields'
import { t } from '../../i18n'
import { Scroll } from '../../ui/Scroll'
import { OrgProblem } from '../connections/OrgProblem'
import classes from './OrgImport.module.css'

const shown = 60

interface Props { connection: string; sources: readonly OrgSource[]; onAdd: (source: OrgSource, name: string) => void }

/** ObjectList finds objects of an org by name, with about how many records they have. */
export function ObjectList({ connection, sources, onAdd }: Props) {
  const objects = useQuery(orgObjectsQuery(connection))
  const counts = useQuery(recordCountsQuery(connection)).data
  const [text, setText] = useState('')
  const found = objectsMatching(objects.data ?? [], counts, text)
  return (
    <Finder label={t('orgImport.searchObjects')} text={text} onText={setText}>
      {objects.isPending && <Skeleton height={120} m="sm" />}
      {objects.error && <OrgProblem title={t('orgImport.objectsFailed')} error={objects.error} connection={connection} onRetry={() => void objects.refetch()} />}
      {objects.data && found.length === 0 && <Text size="sm" c="dimmed" p="md">{t('orgImport.noneFound')}</Text>}
      {found.slice(0, shown).map((object) => (
        <Row key={object.name} name={object.label} detail={object.name} figure={counts?.has(object.name) ? t('orgImport.records', { count: counts.get(object.name) ?? 0 }) : ''}
          added={sources.some((source) => source.object === object.name)} onAdd={() => onAdd({ object: object.name }, object.label)} />
      ))}
      {found.length > shown && <Text size="sm" c="dimmed" p="md">{t('orgImport.moreObjects', { count: found.length - shown })}</Text>}
    </Finder>
  )
}

/** ReportList finds reports of an org by name and folder. */
export function ReportList({ connection, sources, onAdd }: Props) {
  const reports = useQuery(orgReportsQuery(connection))
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const found = (reports.data ?? []).filter((report) => `${report.name} ${report.folder}`.toLowerCase().includes(wanted))
  return (
    <Finder label={t('orgImport.searchReports')} text={text} onText={setText}>
      {reports.isPending && <Skeleton height={120} m="sm" />}
      {reports.error && <OrgProblem title={t('orgImport.reportsFailed')} error={reports.error} connection={connection} onRetry={() => void reports.refetch()} />}
      {reports.data && found.length === 0 && <Text size="sm" c="dimmed" p="md">{t('orgImport.noneFound')}</Text>}
      {found.slice(0, shown).map((report) => (
        <Row key={report.id} name={report.name} detail={report.folder} figure={report.format.toUpperCase() === 'MATRIX' ? t('orgImport.matrix') : ''} disabled={report.format.toUpperCase() === 'MATRIX'}
          added={sources.some((source) => source.report === report.id)} onAdd={() => onAdd({ report: report.id }, report.name)} />
      ))}
    </Finder>
  )
}

function Finder({ label, text, onText, children }: { label: string; text: string; onText: (text: string) => void; children: React.ReactNode }) {
  return (
    <>
      <TextInput aria-label={label} placeholder={label} leftSection={<IconSearch size={15} />} value={text} onChange={(event) => onText(event.currentTarget.value)} mb="sm" maw={420} />
      <div className={classes.list}><Scroll label={label} height={300}>{children}</Scroll></div>
    </>
  )
}

function Row({ name, detail, figure, added, disabled = false, onAdd }: { name: string; detail: string; figure: string; added: boolean; disabled?: boolean; onAdd: () => void }) {
  return (
    <Group justify="space-between" wrap="nowrap" className={classes.row} gap="sm">
      <div style={{ minWidth: 0, flex: 1 }}>
        <Text size="sm" fw={560} truncate>{name}</Text>
        <Text size="xs" c="dimmed" truncate>{[detail, figure].filter(Boolean).join(' · ')}</Text>
      </div>
      <Button size="compact-sm" variant={added ? 'subtle' : 'default'} color={added ? 'pine' : undefined} disabled={disabled || added} leftSection={added ? <IconCheck size={14} /> : <IconPlus size={14} />}
        aria-label={added ? t('orgImport.addedSource', { name }) : t('orgImport.addSource', { name })} onClick={onAdd}>
        {added ? t('orgImport.added') : t('orgImport.add')}
      </Button>
    </Group>
  )
}
