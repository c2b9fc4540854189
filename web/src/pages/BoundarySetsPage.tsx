import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { boundarySetQuery, boundarySetsQuery, useDeleteBoundarySet, useImportBoundaries, type BoundarySet } from '../api/boundaries'
import { failureOf, useCancelJob, useJob } from '../api/jobs'
import { setKind, setName } from '../edit/setNames'
import { t } from '../i18n'
import { useProblemTexts } from '../i18n/useProblemTexts'
import { JobProgress } from '../panels/JobsDrawer'
import { GridDialog } from '../panels/places/GridDialog'
import { SupplementsDialog } from '../panels/places/SupplementsDialog'
import { TopBar } from '../panels/TopBar'
import { ConfirmModal } from '../ui/ConfirmModal'
import { FileDrop } from '../ui/FileDrop'
import { count } from '../ui/format'
import { Card, Page } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import { said } from '../ui/said'
import { Stat, StatRow } from '../ui/Stat'
import { done } from '../ui/toast'

const formats = '.geojson,.json,.ndjson,.geojsonl,.topojson,.gz,.zip,.kml,.kmz,.gpkg,.fgb,.csv,.tsv,.txt'

/** BoundarySetsPage lists the boundary sets, built in and imported, and imports more. */
export function BoundarySetsPage() {
  const sets = useQuery(boundarySetsQuery)
  const [running, setRunning] = useState<{ job: string; file: string }>()
  const [grid, setGrid] = useState(false)
  const start = useImportBoundaries()
  const begin = (file: File) =>
    start.mutate({ file, name: file.name.replace(/\.[^.]+(\.gz)?$/, '').replace(/[_-]+/g, ' ') }, { onSuccess: (job) => setRunning({ job: job.id, file: file.name }) })
  return (
    <>
      <TopBar trail={[t('boundaries.boundarySets')]} />
      <Page title={t('boundaries.boundarySets')} text={t('boundaries.postalCodesCountiesCommunes')}
        actions={<Button variant="default" onClick={() => setGrid(true)}>{t('places.gridCells')}</Button>}>
        <Stack gap="md">
          {running
            ? <Running job={running.job} file={running.file} onEnd={() => setRunning(undefined)} />
            : <FileDrop compact accept={formats} onFile={begin} title={start.isPending ? t('boundaries.sendingFile') : t('boundaries.importBoundaries')}
                hint={t('boundaries.geojsonTopojsonZippedShapefile')} />}
          {grid && (
            <GridDialog onClose={() => setGrid(false)} onJob={(job, name) => {
              setGrid(false)
              setRunning({ job: job.id, file: name })
            }} />
          )}
          {start.error && <ProblemNote title={t('boundaries.importDidNotStart')} error={start.error} />}
          {sets.error && <ProblemNote title={t('boundaries.boundarySetsCouldNot')} error={sets.error} onRetry={() => void sets.refetch()} />}
          {sets.data?.map((set) => <SetCard key={set.id} set={set} />)}
        </Stack>
      </Page>
    </>
  )
}

function Running({ job: id, file, onEnd }: { job: string; file: string; onEnd: () => void }) {
  const job = useJob(id)
  const cancel = useCancelJob()
  const client = useQueryClient()
  const state = job?.state
  useEffect(() => {
    if (state !== 'succeeded') return
    void client.invalidateQueries({ queryKey: ['boundary-sets'] })
    done(t('boundaries.boundariesImported'), file)
    onEnd()
  }, [state, client, file, onEnd])
  if (state === 'failed' || state === 'cancelled') {
    return <ProblemNote title={state === 'failed' ? t('boundaries.boundariesWereNotImported') : t('boundaries.importWasCancelled')}
      error={failureOf(job, t('boundaries.nothingWasSaved'))} onRetry={onEnd} retryLabel={t('boundaries.chooseAnotherFile')} />
  }
  return (
    <Card>
      <Group justify="space-between" mb="md">
        <Text fw={600}>{t('boundaries.importing', { file })}</Text>
        <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate(id)}>{t('common.cancel')}</Button>
      </Group>
      {job ? <JobProgress job={job} /> : <Text size="sm" c="dimmed">{t('boundaries.waitingForJobBegin')}</Text>}
    </Card>
  )
}

function SetCard({ set }: { set: BoundarySet }) {
  const [open, setOpen] = useState(false)
  const [asking, setAsking] = useState(false)
  const [attributes, setAttributes] = useState(false)
  const remove = useDeleteBoundarySet()
  const name = setName(set)
  const mended = set.report.repaired + set.report.merged + set.report.skipped + set.report.empty
  return (
    <Card>
      <Group justify="space-between" wrap="wrap" gap="xs">
        <div>
          <Group gap={8}><Text fw={620}>{name}</Text>{set.builtin && <Badge variant="light" color="gray">{t('boundaries.builtIn')}</Badge>}</Group>
          <Text size="sm" c="dimmed">{[...(set.builtin ? [t('common.boundaries', { count: set.figures.boundaries })] : []), setKind(set.type), set.country, set.edition, set.source.file].filter(Boolean).join(', ')}</Text>
        </div>
        <Group gap="xs">
          {!set.builtin && mended > 0 && <Button size="xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? t('boundaries.hideReport') : t('boundaries.reportImport')}</Button>}
          <Button size="xs" variant="default" aria-label={t('places.attributesOf', { name })} onClick={() => setAttributes(true)}>{t('places.attributes')}</Button>
          {!set.builtin && <Button size="xs" variant="subtle" color="red" aria-label={t('boundaries.delete2', { name })} onClick={() => setAsking(true)}>{t('boundaries.delete')}</Button>}
        </Group>
      </Group>
      {!set.builtin && (
        <div style={{ marginTop: 12 }}>
          <StatRow>
            <Stat label={t('boundaries.boundaries')} value={count(set.figures.boundaries)} />
            <Stat label={t('boundaries.sharedBorders')} value={count(set.figures.edges)} />
            <Stat label={t('boundaries.mendedShapes')} value={count(set.report.repaired)} />
            <Stat label={t('boundaries.leftOut')} value={count(set.report.skipped)} />
          </StatRow>
        </div>
      )}
      {open && <Faults id={set.id} />}
      {attributes && (
        <SupplementsDialog title={t('places.attributesOf', { name })} on={['boundaries']} of={[{ label: t('places.forSet'), value: { boundarySet: set.id } }]} onClose={() => setAttributes(false)} />
      )}
      {asking && (
        <ConfirmModal title={t('boundaries.delete3', { name })} text={t('boundaries.setShapesGoFor')} action={t('boundaries.delete')}
          busy={remove.isPending} error={remove.error} onClose={() => setAsking(false)} onConfirm={() => remove.mutate(set.id, { onSuccess: () => done(t('boundaries.boundarySetDeleted'), name) })} />
      )}
    </Card>
  )
}

function Faults({ id }: { id: string }) {
  useProblemTexts()
  const { data } = useQuery(boundarySetQuery(id))
  const faults = data?.report.faults ?? []
  return (
    <Stack gap={4} mt="md">
      {faults.slice(0, 50).map((fault) => (
        <Text key={`${fault.feature} ${fault.kind}`} size="sm"><span className="num">{t('boundaries.feature', { feature: fault.feature })}</span>{fault.code ? ` (${fault.code})` : ''}, {t(`boundaries.fault_${fault.kind}`)}: {said(fault.said, fault.what)}</Text>
      ))}
      {faults.length > 50 && <Text size="sm" c="dimmed">{t('boundaries.remarksMore', { count: faults.length - 50 })}</Text>}
    </Stack>
  )
}
