import { Button, Group, Select, Text, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { alignmentsQuery } from '../../api/alignments'
import { tryQuery, usePutDefinition, type AttributeList, type Definition, type On } from '../../api/attributes'
import type { Snapshot } from '../../api/types'
import { callOf, insert, placeOf } from '../../edit/formula'
import { t } from '../../i18n'
import { FormulaInput } from '../../ui/FormulaInput'
import { Card } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { done } from '../../ui/toast'
import classes from './DefinitionEditor.module.css'
import { FilterBuilder } from './FilterBuilder'
import { FormulaHelp } from './FormulaHelp'
import { TriedResult } from './TriedResult'

interface Props {
  snapshot: Snapshot
  list: AttributeList
  /** The definition that is changed; a new one without. */
  held: Definition | undefined
  filter: boolean
  onLeave: () => void
}

/** DefinitionEditor writes a calculated attribute or a saved filter, with what it gives on sample rows while it is written. */
export function DefinitionEditor({ snapshot, list, held, filter, onLeave }: Props) {
  const [name, setName] = useState(held?.name ?? '')
  const [text, setText] = useState(held?.text ?? '')
  const [note, setNote] = useState(held?.note ?? '')
  const [on, setOn] = useState<On>((held?.on as On | undefined) ?? 'units')
  const [alignment, setAlignment] = useState<string | null>(null)
  const [way, setWay] = useState<'build' | 'text'>(held ? 'text' : 'build')
  const field = useRef<HTMLTextAreaElement>(null)
  const alignments = useQuery(alignmentsQuery(snapshot.datasetId))
  const over = alignment ?? (on === 'units' ? undefined : alignments.data?.[0]?.id)
  const [asked] = useDebouncedValue(text, 350)
  const tried = useQuery({
    ...tryQuery(snapshot.datasetId, { text: asked, on, rows: 8, ...(over ? { alignment: over } : {}) }),
    enabled: asked.trim() !== '' && (on === 'units' || over !== undefined),
  })
  const put = usePutDefinition(snapshot.datasetId)
  const fresh = asked === text && text.trim() !== ''
  const problem = fresh ? tried.data?.problem : undefined
  const place = problem?.line && problem.column ? placeOf(text, problem.line, problem.column) : undefined
  const notCondition = filter && fresh && tried.data?.type !== undefined && tried.data.type !== 'boolean'
  const bare = name.trim()
  const taken = bare !== held?.name && list.names.some((one) => one.name === bare)

  const putIn = (word: string, back: number) => {
    const input = field.current
    const at = insert(text, input?.selectionStart ?? text.length, input?.selectionEnd ?? text.length, word)
    setText(at.text)
    requestAnimationFrame(() => {
      input?.focus()
      input?.setSelectionRange(at.caret - back, at.caret - back)
    })
  }
  const save = () => put.mutate({ name: bare, text, on, filter, ...(note.trim() === '' ? {} : { note: note.trim() }) }, {
    onSuccess: () => { done(filter ? t('data.filterSaved') : t('data.attributeSaved'), bare); onLeave() },
  })
  const formula = (
    <FormulaInput label={filter ? t('data.condition') : t('data.formula')} value={text} onChange={setText} field={field} place={place}
      problem={problem?.text ?? (notCondition ? t('data.notCondition') : undefined)}
      placeholder={filter ? 'Revenue >= 10000 and Segment in ["Gold"]' : 'Revenue / max(Visits, 1)'} />
  )
  const result = tried.data && fresh && !problem && <TriedResult tried={tried.data} units={snapshot.units} filter={filter} on={on} />
  return (
    <Card>
      <form aria-label={filter ? t('data.filterEditor') : t('data.attributeEditor')} onSubmit={(event) => { event.preventDefault(); save() }}>
        <Group align="flex-start" mb="md">
          <TextInput label={t('common.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={200} w={280} data-autofocus disabled={held !== undefined}
            error={taken ? t('data.nameTaken') : undefined} />
          {!filter && (
            <Select label={t('data.describes')} value={on} allowDeselect={false} w={170} onChange={(value) => value && setOn(value as On)} disabled={held !== undefined}
              data={[{ value: 'units', label: t('data.on_units') }, { value: 'boundaries', label: t('data.on_boundaries') }, { value: 'areas', label: t('data.on_areas') }]} />
          )}
          {!filter && (alignments.data?.length ?? 0) > 0 && (
            <Select label={t('data.tryOver')} value={over ?? null} onChange={setAlignment} clearable={on === 'units'} w={240} placeholder={t('data.noAlignment')}
              data={(alignments.data ?? []).map((one) => ({ value: one.id, label: one.name }))} />
          )}
          <Textarea label={t('data.note')} value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={2000} autosize minRows={1} flex="1 1 200px" />
        </Group>
        {filter && <FilterBuilder snapshot={snapshot} text={text} way={way} onWay={setWay} onText={setText} />}
        {(!filter || way === 'text') && (
          <div className={classes.split}>
            <div>{formula}{result}</div>
            <FormulaHelp list={list} on={on} own={held?.name ?? ''} onName={(written) => putIn(written, 0)}
              onFunction={(usage) => { const call = callOf(usage); putIn(call.word, call.back) }} />
          </div>
        )}
        {on !== 'units' && over === undefined && <Text size="sm" c="dimmed" mb="sm">{t('data.needsAlignment')}</Text>}
        {tried.error && fresh && <ProblemNote title={t('data.tryFailed')} error={tried.error} />}
        {filter && way === 'build' && result}
        {put.error && <div style={{ marginTop: 12 }}><ProblemNote title={t('data.notSaved')} error={put.error} /></div>}
        <Group mt="md">
          <Button type="submit" loading={put.isPending} disabled={bare === '' || taken || !fresh || problem !== undefined || notCondition}>{t('data.save')}</Button>
          <Button variant="default" onClick={onLeave}>{t('common.cancel')}</Button>
          {bare === '' && text.trim() !== '' && <Text size="sm" c="dimmed">{t('data.needsName')}</Text>}
        </Group>
      </form>
    </Card>
  )
}
