import { Group, Loader, Skeleton, Stepper, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { datasetQuery, snapshotQuery } from '../api/datasets'
import { useImportFiles } from '../edit/importFile'
import { t } from '../i18n'
import { CheckStep } from '../panels/importing/CheckStep'
import { ReadAgain } from '../panels/importing/ReadAgain'
import { SendingCard } from '../panels/importing/SendingCard'
import { SourceChooser } from '../panels/importing/SourceChooser'
import { ImportRun } from '../panels/ImportRun'
import { TopBar } from '../panels/TopBar'
import { Card, Page } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import { importSources } from './importSources'
import { useImport, type ImportFlow, type ImportState, type Into } from './useImport'

/** ImportPage leads records from their source to a dataset: choose, look, check all rows, import. */
export function ImportPage() {
  const { into: id, mode = 'refresh' } = useSearch({ from: '/import' })
  const dataset = useQuery({ ...datasetQuery(id ?? ''), enabled: id !== undefined })
  const current = dataset.data?.currentSnapshot
  const snapshot = useQuery({ ...snapshotQuery(current ?? ''), enabled: current !== undefined })
  const ready = id === undefined || (dataset.data && (!current || snapshot.data))
  const name = dataset.data?.name
  const into = id === undefined ? undefined : { id, mode, columns: snapshot.data?.columns ?? [] }
  // What is imported into is kept as it was when the import began: its own end makes a newer snapshot.
  const key = `${id} ${mode}`
  const [held, setHeld] = useState<{ key: string; into: Into | undefined }>()
  if (ready && held?.key !== key) setHeld({ key, into })
  return (
    <>
      <TopBar trail={[
        <Link key="d" to="/">{t('data.datasets')}</Link>,
        ...(id && name ? [<Link key="n" to="/datasets/$datasetId" params={{ datasetId: id }}>{name}</Link>] : []), t('importing.importTitle'),
      ]} />
      <Page title={name ? t(`importing.title_${mode}`, { name }) : t('importing.title')} wide>
        {dataset.error && <ProblemNote title={t('data.openFailed')} error={dataset.error} onRetry={() => void dataset.refetch()} />}
        {held?.key === key ? <Wizard key={key} into={held.into} /> : !dataset.error && <Skeleton height={240} radius="lg" />}
      </Page>
    </>
  )
}

function Wizard({ into }: { into: Into | undefined }) {
  const flow = useImport(into)
  const { files, uploads, hold, holdUploads } = useImportFiles()
  const taken = useRef<readonly unknown[]>(undefined)
  const { start, take } = flow
  useEffect(() => {
    if (files.length > 0 && taken.current !== files) {
      taken.current = files
      start(files)
      hold([])
    }
    if (uploads.length > 0 && taken.current !== uploads) {
      taken.current = uploads
      take([...uploads])
      holdUploads([])
    }
  }, [files, uploads, hold, holdUploads, start, take])
  return (
    <>
      <Steps state={flow.state} />
      <Body flow={flow} into={into} />
    </>
  )
}

const stepOf: Record<ImportState['kind'], number> = { choose: 0, sending: 0, reading: 1, check: 1, running: 2, failed: 0 }

function Steps({ state }: { state: ImportState }) {
  return (
    <Stepper visibleFrom="sm" active={stepOf[state.kind]} size="xs" mb="xl" maw={680} aria-label={t('importing.steps')}>
      <Stepper.Step label={t('importing.step_source')} />
      <Stepper.Step label={t('importing.step_check')} />
      <Stepper.Step label={t('importing.importTitle')} />
    </Stepper>
  )
}

function Body({ flow, into }: { flow: ImportFlow; into: Into | undefined }) {
  const { state } = flow
  switch (state.kind) {
    case 'choose': return <Choose flow={flow} into={into} />
    case 'sending': return <SendingCard files={state.files} onStop={flow.reset} />
    case 'reading': return <Card><Group><Loader size="sm" /><Text>{t('importing.readingFirst')}</Text></Group></Card>
    case 'failed': return (
      <>
        <ProblemNote title={state.title} error={state.error} onRetry={flow.reset} retryLabel={t('importing.somethingElse')} />
        {state.uploads.length > 0 && <ReadAgain uploads={state.uploads} dialect={state.dialect} onRead={(dialect) => flow.take(state.uploads, dialect)} />}
      </>
    )
    case 'check': return <CheckStep flow={flow} state={state} into={into} />
    case 'running': return <ImportRun jobId={state.jobId} datasetId={state.datasetId} fileName={state.what} again={into?.mode === 'refresh'} onAgain={flow.reset} />
  }
}

function Choose({ flow, into }: { flow: ImportFlow; into: Into | undefined }) {
  const { source: asked } = useSearch({ from: '/import' })
  const navigate = useNavigate({ from: '/import' })
  const source = importSources.find((one) => one.id === asked) ?? importSources[0]
  if (!source) return null
  const { View } = source
  if (into?.mode === 'correct') return <View flow={flow} into={into} />
  return (
    <>
      <SourceChooser sources={importSources} chosen={source.id}
        onChoose={(id) => void navigate({ search: (held) => ({ ...held, source: id }), replace: true })} />
      <View flow={flow} into={into} />
    </>
  )
}
