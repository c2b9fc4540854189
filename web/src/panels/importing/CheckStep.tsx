import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import type { Column } from '../../api/types'
import { lacking } from '../../edit/columnChoices'
import { t } from '../../i18n'
import { useProblemTexts } from '../../i18n/useProblemTexts'
import { bodyOf, type CheckState, type ImportFlow, type Into } from '../../pages/useImport'
import { autoBytes, useDryRun } from '../../pages/useDryRun'
import { bytes } from '../../ui/format'
import { Card, Section } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { said } from '../../ui/said'
import { ImportLocation } from '../places/ImportLocation'
import { asksFor } from '../places/LocationFields'
import { ColumnsTable } from './ColumnsTable'
import { DialectForm } from './DialectForm'
import { DryRunCard } from './DryRunCard'
import { PreviewRows } from './PreviewRows'

/** What is noticed about positions, and no harm once units are located by code or address. */
const curedByLocation = new Set(['missing_coordinates', 'no_positions'])

/** CheckStep shows how the files will be read and what would come of every row, to be changed and confirmed. */
export function CheckStep({ flow, state, into }: { flow: ImportFlow; state: CheckState; into: Into | undefined }) {
  useProblemTexts()
  const fixed = into !== undefined && into.mode !== 'refresh'
  const notes = fixed ? [] : lacking(state.columns)
  const halfPlaced = state.columns.some((c) => c.role === 'latitude') !== state.columns.some((c) => c.role === 'longitude') && !fixed
  const size = state.files.reduce((sum, { upload }) => sum + upload.bytes, 0)
  const auto = size <= autoBytes && !halfPlaced
  const run = useDryRun({ ...bodyOf(state, into), ...(into ? { dataset: into.id } : {}) }, auto)
  const values = state.columns.filter((column) => /^[-+$€£]?\d[\d.,]*%?$/.test(column.name)).map((column) => column.name)
  if (!fixed && values.length >= 2 && values.length * 3 >= state.columns.length) notes.push(t('importing.namesAreValues', { sample: values.slice(0, 3).join('; ') }))
  const [first] = state.files
  if (!first) return null
  const located = asksFor(state.location)
  const problems = state.files.flatMap(({ preview }) => (preview.problems ?? []).filter(({ code }) => !(located && curedByLocation.has(code))).map((problem) => {
    const text = said(problem.said, problem.text)
    return problem.column ? t('importing.problemOf', { column: problem.column, text }) : text
  }))
  const noticed = [...new Set([...problems, ...notes])]
  return (
    <>
      <Card>
        <Stack gap="md">
          {!into && (
            <TextInput label={t('importing.datasetName')} value={state.name} onChange={(event) => flow.setName(event.currentTarget.value)} maxLength={200}
              error={state.name.trim() === '' ? t('importing.nameMissing') : undefined} maw={560} data-autofocus />
          )}
          <DialectForm found={first.preview.dialect} changed={state.dialect} sheets={first.preview.sheets ?? []} busy={state.busy}
            onChange={(dialect) => void flow.setDialect(dialect)} />
        </Stack>
        <Group justify="space-between" mt="md" gap="sm">
          <Text size="sm" c="dimmed" className="num">{state.files.map(({ upload }) => t('importing.fileSize', { file: upload.name, size: bytes(upload.bytes) })).join('; ')}</Text>
          <Group gap="sm">
            <Button variant="default" onClick={flow.reset}>{t('importing.somethingElse')}</Button>
            <Button onClick={() => void flow.run()} loading={state.starting} disabled={halfPlaced || state.busy || (!into && state.name.trim() === '')}>
              {t('importing.importTitle')}
            </Button>
          </Group>
        </Group>
      </Card>
      {state.error !== undefined && <div style={{ marginTop: 16 }}><ProblemNote title={t('importing.notLikeThis')} error={state.error} /></div>}
      {noticed.length > 0 && (
        <Alert mt="sm" radius="lg" variant="light" color="gray" icon={<IconInfoCircle size={18} />} styles={{ root: { background: 'var(--bw-sunken)' } }}>
          <Stack gap={6}>{noticed.map((note) => <Text key={note} size="sm" c="var(--bw-text)">{note}</Text>)}</Stack>
        </Alert>
      )}
      <ImportLocation texts={state.columns.filter((c) => c.type === 'text').map((c) => c.name)} value={state.location} onChange={flow.setLocation} />
      {!halfPlaced && <DryRunCard run={run} size={size} auto={auto} />}
      {!fixed && <Columns flow={flow} state={state} known={run.result?.columns} rows={run.result?.accepted} />}
      {state.files.map(({ upload, preview }) => (
        <Section key={upload.id} title={state.files.length > 1 ? t('importing.firstRowsOf', { file: upload.name }) : t('importing.firstRows')}
          text={t('importing.firstRowsText', { count: preview.rows.length })}>
          <PreviewRows preview={preview} />
        </Section>
      ))}
    </>
  )
}

function Columns({ flow, state, known, rows }: { flow: ImportFlow; state: CheckState; known: readonly Column[] | undefined; rows: number | undefined }) {
  const profiles = new Map((known ?? []).flatMap((column) => (column.profile ? [[column.name, column.profile] as const] : [])))
  return (
    <Section title={t('importing.columns')} text={`${t('importing.columnsText')} ${rows === undefined ? '' : t('importing.profileWhole', { rows })}`}>
      <ColumnsTable columns={state.columns} profiles={profiles} rows={rows ?? 0} onRole={flow.setRole} onType={flow.setType} />
    </Section>
  )
}
