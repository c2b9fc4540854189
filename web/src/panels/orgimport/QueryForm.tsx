import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useCheckQuery, type QueryCheck } from '../../api/connections'
import { offsetOf, queryFault, wordAt } from '../../edit/orgFields'
import { t } from '../../i18n'
import { ProblemNote } from '../../ui/ProblemNote'
import { OrgProblem } from '../connections/OrgProblem'
import classes from './OrgImport.module.css'

/** QueryForm takes a SOQL query; it can be added once Salesforce has accepted it. */
export function QueryForm({ connection, onAdd }: { connection: string; onAdd: (soql: string, check: QueryCheck) => void }) {
  const [text, setText] = useState('')
  const check = useCheckQuery(connection)
  const good = check.data?.ok && check.variables === text
  return (
    <Stack gap="sm">
      <Textarea label={t('orgImport.query')} description={t('orgImport.queryHint')} autosize minRows={4} maxRows={14} value={text} spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }} onChange={(event) => setText(event.currentTarget.value)} />
      <Group gap="xs">
        <Button variant="default" loading={check.isPending} disabled={text.trim() === ''} onClick={() => check.mutate(text)}>{t('orgImport.check')}</Button>
        <Button disabled={!good} onClick={() => { if (check.data) onAdd(text, check.data); setText(''); check.reset() }}>{t('orgImport.addQuery')}</Button>
      </Group>
      {check.error && <OrgProblem title={t('orgImport.checkFailed')} error={check.error} connection={connection} />}
      {check.data && check.variables === text && <CheckNote query={text} check={check.data} />}
    </Stack>
  )
}

/** CheckNote says how a check went: what a query finds, or where it is wrong. */
export function CheckNote({ query, check }: { query: string; check: QueryCheck }) {
  if (check.ok) {
    return (
      <Alert variant="light" color="pine" role="status" icon={<IconCircleCheck size={18} />}>
        <Text size="sm" c="var(--bw-text)">
          {check.rows >= 0 ? t('orgImport.checkOk', { rows: check.rows, columns: check.columns.length }) : t('orgImport.checkOkUnknown')} {check.bulk ? t('orgImport.checkBulk') : ''}
        </Text>
      </Alert>
    )
  }
  const fault = queryFault(check.message ?? '')
  const at = offsetOf(query, fault)
  return (
    <Stack gap="xs">
      <ProblemNote title={t('orgImport.queryWrong')}
        error={new Error(fault.row === undefined || fault.column === undefined ? fault.text : t('orgImport.faultAt', { row: fault.row, column: fault.column, text: fault.text }))} />
      {at !== undefined && <Marked query={query} at={at} />}
    </Stack>
  )
}

function Marked({ query, at }: { query: string; at: number }) {
  const [start, end] = wordAt(query, at)
  return <pre className={classes.query}>{query.slice(0, start)}<mark>{query.slice(start, end) || ' '}</mark>{query.slice(end)}</pre>
}
