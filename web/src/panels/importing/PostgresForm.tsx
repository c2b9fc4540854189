import { Button, Group, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCheckSource, useSaveSource, type LiveSource, type SourceCheck } from '../../api/sources'
import { t } from '../../i18n'
import { count } from '../../ui/format'
import { Card, Section } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { Scroll } from '../../ui/Scroll'
import table from '../../ui/table.module.css'
import { done } from '../../ui/toast'

interface Props {
  /** The stored query that is changed; a new one without. */
  source: LiveSource | undefined
  busy: boolean
  /** Called with the query when it has been stored, to read it. */
  onStored: (source: LiveSource) => void
  onLeave: () => void
}

/** PostgresForm asks for a connection and a query, tries them, and stores them. */
export function PostgresForm({ source, busy, onStored, onLeave }: Props) {
  const [name, setName] = useState(source?.name ?? '')
  const [connection, setConnection] = useState('')
  const [query, setQuery] = useState(source?.query ?? '')
  const [rows, setRows] = useState<number | string>(source?.maxRows ?? '')
  const [minutes, setMinutes] = useState<number | string>(source?.timeoutSeconds ? source.timeoutSeconds / 60 : '')
  const check = useCheckSource()
  const save = useSaveSource()
  const complete = query.trim() !== '' && (source !== undefined || connection.trim() !== '')
  const secret = connection.trim() === '' ? {} : { connection: connection.trim() }
  const tryIt = () => check.mutate({ ...(source ? { id: source.id } : {}), ...secret, query })
  const store = (then: (stored: LiveSource) => void) => save.mutate({
    ...(source ? { id: source.id } : {}),
    wanted: {
      name: name.trim(), ...secret, query,
      ...(typeof rows === 'number' && rows > 0 ? { maxRows: rows } : {}), ...(typeof minutes === 'number' && minutes > 0 ? { timeoutSeconds: Math.round(minutes * 60) } : {}),
    },
  }, { onSuccess: (stored) => { done(t('importing.saved'), stored.name); onLeave(); then(stored) } })
  return (
    <Card>
      <Stack gap="md">
        <Text fw={620} component="h2" m={0}>{source ? t('importing.pgEditing', { name: source.name }) : t('importing.pgNew')}</Text>
        <TextInput label={t('importing.pgConnection')} value={connection} type="password" autoComplete="off" spellCheck={false}
          description={source ? t('importing.pgConnectionKept', { server: source.server }) : t('importing.pgConnectionHelp')}
          onChange={(event) => setConnection(event.currentTarget.value)} />
        <Textarea label={t('importing.pgQuery')} description={t('importing.pgQueryHelp')} value={query} autosize minRows={4} maxRows={16} spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }} placeholder="SELECT id, name, latitude, longitude, revenue FROM accounts"
          onChange={(event) => setQuery(event.currentTarget.value)} />
        <Group align="flex-start">
          <TextInput label={t('importing.pgName')} value={name} maxLength={200} w={280} placeholder={t('importing.pgNamePlaceholder')}
            onChange={(event) => setName(event.currentTarget.value)} />
          <NumberInput label={t('importing.pgRows')} description={t('importing.pgRowsHelp')} inputWrapperOrder={['label', 'input', 'description']} value={rows} onChange={setRows}
            min={1} allowDecimal={false} thousandSeparator placeholder={count(10_000_000)} w={200} />
          <NumberInput label={t('importing.pgMinutes')} value={minutes} onChange={setMinutes} min={0.1} max={1440} suffix={t('importing.minutes')} placeholder={`30${t('importing.minutes')}`} w={150} />
        </Group>
        <Group>
          <Button variant="default" onClick={tryIt} loading={check.isPending} disabled={!complete}>{t('importing.pgCheck')}</Button>
          <Button onClick={() => store(onStored)} loading={save.isPending || busy} disabled={!complete || name.trim() === ''}>{t('importing.pgRead')}</Button>
          {source && <Button variant="default" onClick={() => store(() => undefined)} loading={save.isPending} disabled={!complete || name.trim() === ''}>{t('importing.save')}</Button>}
          {source && <Button variant="subtle" color="gray" onClick={onLeave}>{t('common.cancel')}</Button>}
          {complete && name.trim() === '' && <Text size="sm" c="dimmed">{t('importing.pgNameMissing')}</Text>}
        </Group>
        {check.error && <ProblemNote title={t('importing.pgCheckFailed')} error={check.error} />}
        {save.error && <ProblemNote title={t('importing.pgSaveFailed')} error={save.error} />}
      </Stack>
      {check.data && !check.error && <Found check={check.data} />}
    </Card>
  )
}

function Found({ check }: { check: SourceCheck }) {
  return (
    <Section title={t('importing.pgChecked', { columns: check.columns.length, server: check.server })}
      text={check.rows.length === 0 ? t('importing.pgNoRows') : check.more ? t('importing.pgMore', { rows: check.rows.length }) : undefined}>
      <Card flush>
        <Scroll label={t('importing.pgFirst')} height={320}>
          <table className={table.table}>
            <thead>
              <tr>{check.columns.map((column, k) => <th key={k}>{column.name}<br /><Text span size="xs" c="dimmed" fw={400}>{column.databaseType}</Text></th>)}</tr>
            </thead>
            <tbody>{check.rows.map((row, r) => <tr key={r}>{row.map((value, c) => <td key={c} className={`${table.clip} num`}>{value}</td>)}</tr>)}</tbody>
          </table>
        </Scroll>
      </Card>
    </Section>
  )
}
