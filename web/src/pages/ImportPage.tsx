import { Alert, Button, Group, Loader, Progress, Stack, Stepper, Text, TextInput } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { datasetQuery } from '../api/datasets'
import { lacking } from '../edit/columnChoices'
import { fileTypes, useImportFile } from '../edit/importFile'
import { ColumnsTable } from '../panels/ColumnsTable'
import { DialectForm } from '../panels/DialectForm'
import { ImportRun } from '../panels/ImportRun'
import { PreviewRows } from '../panels/PreviewRows'
import { TopBar } from '../panels/TopBar'
import { FileDrop } from '../ui/FileDrop'
import { bytes } from '../ui/format'
import { Card, Page, Section } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import { useImport, type ImportState } from './useImport'

/** ImportPage leads a file from the drop to a dataset: upload, look, choose, import. */
export function ImportPage() {
  const { into } = useSearch({ from: '/import' })
  const dataset = useQuery({ ...datasetQuery(into ?? ''), enabled: into !== undefined })
  const flow = useImport(into)
  const { file, hold } = useImportFile()
  const taken = useRef<File>(undefined)
  const { start } = flow

  useEffect(() => {
    if (!file || taken.current === file) return
    taken.current = file
    start(file)
    hold(undefined)
  }, [file, hold, start])

  const title = dataset.data ? `Import into ${dataset.data.name}` : 'Import records'
  return (
    <>
      <TopBar trail={[<Link key="d" to="/">Datasets</Link>, 'Import']} />
      <Page title={title} wide>
        <Steps state={flow.state} />
        <Body flow={flow} again={into !== undefined} />
      </Page>
    </>
  )
}

const stepOf: Record<ImportState['kind'], number> = { choose: 0, uploading: 0, reading: 1, preview: 1, running: 2, failed: 0 }

function Steps({ state }: { state: ImportState }) {
  return (
    <Stepper visibleFrom="sm" active={stepOf[state.kind]} size="xs" mb="xl" maw={620} aria-label="Steps of the import">
      <Stepper.Step label="Choose a file" />
      <Stepper.Step label="Check how it is read" />
      <Stepper.Step label="Import" />
    </Stepper>
  )
}

function Body({ flow, again }: { flow: ReturnType<typeof useImport>; again: boolean }) {
  const { state } = flow
  switch (state.kind) {
    case 'choose':
      return (
        <FileDrop accept={fileTypes} onFile={flow.start} title="Drop a file here"
          hint="CSV, TSV or XLSX, of any size. Delimiter, encoding, numbers and dates are recognised." />
      )
    case 'uploading':
      return (
        <Card>
          <Group justify="space-between" mb="sm">
            <Text fw={600}>Sending {state.file.name}</Text>
            <Text c="dimmed" size="sm" className="num">{bytes(state.sent)} of {bytes(state.file.size)}</Text>
          </Group>
          <Progress value={(100 * state.sent) / Math.max(1, state.file.size)} aria-label="Sent so far" />
          <Button mt="md" variant="default" onClick={flow.reset}>Stop</Button>
        </Card>
      )
    case 'reading':
      return <Card><Group><Loader size="sm" /><Text>Reading the first rows…</Text></Group></Card>
    case 'failed':
      return (
        <Stack>
          <ProblemNote title={state.title} error={state.error} onRetry={flow.reset} retryLabel="Choose another file" />
        </Stack>
      )
    case 'preview':
      return <Check flow={flow} state={state} again={again} />
    case 'running':
      return <ImportRun jobId={state.jobId} datasetId={state.datasetId} fileName={state.fileName} onAgain={flow.reset} />
  }
}

function Check({ flow, state, again }: {
  flow: ReturnType<typeof useImport>; state: Extract<ImportState, { kind: 'preview' }>; again: boolean
}) {
  const notes = lacking(state.columns)
  const halfPlaced = notes.some((note) => note.startsWith('Choose both'))
  return (
    <>
      <Card>
        <Group align="flex-end" gap="lg">
          {!again && (
            <TextInput label="Name of the dataset" value={state.name} onChange={(event) => flow.setName(event.currentTarget.value)}
              error={state.name.trim() === '' ? 'Give the dataset a name' : undefined} w={300} data-autofocus />
          )}
          <DialectForm dialect={state.preview.dialect} sheets={state.preview.sheets ?? []} busy={state.busy} onChange={flow.setDialect} />
          <div style={{ flex: 1 }} />
          <Button size="md" onClick={flow.run} loading={state.starting} disabled={halfPlaced || (!again && state.name.trim() === '')}>
            Import
          </Button>
        </Group>
        <Text size="sm" c="dimmed" mt="sm">{state.upload.name}, {bytes(state.upload.bytes)}</Text>
      </Card>
      {state.error !== undefined && <div style={{ marginTop: 16 }}><ProblemNote title="The import could not begin" error={state.error} /></div>}
      {[...(state.preview.problems ?? []).map((p) => p.text), ...notes].map((note) => (
        <Alert key={note} mt="sm" variant="light" color="gray" icon={<IconInfoCircle size={18} />} styles={{ root: { background: 'var(--bw-sunken)' } }}>
          <Text size="sm" c="var(--bw-text)">{note}</Text>
        </Alert>
      ))}
      <Section title="Columns" text="What each column means. Change what was guessed wrong; rows that do not fit are set aside, not lost.">
        <ColumnsTable columns={state.columns} onRole={flow.setRole} onType={flow.setType} />
      </Section>
      <Section title="First rows" text={`The first ${state.preview.rows.length} rows as they will be read.`}>
        <PreviewRows preview={state.preview} />
      </Section>
    </>
  )
}
