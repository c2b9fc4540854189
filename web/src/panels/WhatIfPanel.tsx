import { ActionIcon, Button, Group, NumberInput, Select, Slider, Stack, Switch, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useReducer } from 'react'
import { useKeepPreview, whatIfQuery } from '../api/whatIf'
import type { Draft, Legend } from '../api/types'
import { ask, baseRequest, begin, territoriesOf, toWhatIf } from '../edit/whatIf'
import { useDesk } from '../edit/desk'
import { t } from '../i18n'
import { kilometres, percent, seconds } from '../ui/format'
import { Panel } from '../ui/Panel'
import { ProblemNote } from '../ui/ProblemNote'
import { BeforeAfter } from './BeforeAfter'
import { Certificate } from './Certificate'
import { DraftNotes } from './DraftNotes'
import { measureName } from './measures'

interface Props {
  alignmentId: string
  legend: Legend
  /** The draft the questions start from; without it the plan as it is. */
  draft: Draft | undefined
  /** What the plan as it is balances in the questions. */
  measure: string
  onClose: () => void
  onDraft: (draft: string) => void
}

/** WhatIfPanel solves again while sliders move and shows the answer on the map; nothing is kept unless it is asked for. */
export function WhatIfPanel({ alignmentId, legend, draft, measure, onClose, onDraft }: Props) {
  const preview = useDesk((state) => state.preview)
  const base = baseRequest(draft, measure)
  const started = territoriesOf(draft, legend)
  const [question, change] = useReducer(ask, begin(base, started))
  const [calm] = useDebouncedValue(question, 180)
  const answer = useQuery(whatIfQuery(alignmentId, toWhatIf(calm, base, draft?.id, started)))
  const keep = useKeepPreview()
  const id = answer.isPlaceholderData ? undefined : answer.data?.id
  useEffect(() => {
    if (id) preview(id)
  }, [id, preview])
  useEffect(() => () => preview(undefined), [preview])
  const report = answer.data?.report
  const before = draft?.report.after ?? report?.before
  return (
    <Panel title={t('optimise.whatIf2')} onClose={onClose} text={draft ? t('optimise.startsFromDraftNothing') : t('optimise.startsFromPlanAs')}
      footer={
        <Group grow gap={8}>
          <Button loading={keep.isPending} disabled={!id || answer.isFetching} onClick={() => id && keep.mutate(id, { onSuccess: (made) => onDraft(made.id) })}>{t('optimise.keepAsDraft')}</Button>
          <Button variant="default" onClick={() => change({ kind: 'reset', to: begin(base, started) })}>{t('optimise.reset')}</Button>
        </Group>
      }>
      <Stack gap="lg">
        <Knob label={t('optimise.territories')} value={question.territories} min={1} max={Math.max(4, 2 * started)} step={1} said={String(question.territories)}
          onChange={(territories) => change({ kind: 'territories', territories })} />
        {(base.measures ?? []).map((goal, k) => (
          <Knob key={goal.column} label={t('optimise.toleranceOf2', { column: measureName(goal.column) })} value={100 * (question.tolerances[k] ?? 0)} min={0.5} max={Math.max(20, 200 * goal.tolerance)} step={0.5}
            said={percent(question.tolerances[k])} suffix=" %" onChange={(t) => change({ kind: 'tolerance', measure: k, tolerance: Number((t / 100).toFixed(4)) })} />
        ))}
        <Optional label={t('optimise.priceMovingUnit')} on={question.priceKm !== undefined} hint={draft ? t('optimise.asDraft') : t('optimise.movesFree')} onSwitch={(on) => change({ kind: 'price', priceKm: on ? 50 : undefined })}>
          <Knob label={t('optimise.priceMovingUnitKm')} value={question.priceKm ?? 0} min={0} max={1000} step={10} said={kilometres(question.priceKm)} suffix={` ${t('common.km')}`} hidden
            onChange={(priceKm) => change({ kind: 'price', priceKm })} />
        </Optional>
        <Optional label={t('optimise.capOnMoves')} on={question.cap !== undefined} hint={t('optimise.noCap2')} onSwitch={(on) => change({ kind: 'cap', cap: on ? 0.1 : undefined })}>
          <Knob label={t('optimise.mostUnitsMayMove')} value={100 * (question.cap ?? 0)} min={0} max={100} step={1} said={percent(question.cap)} suffix=" %" hidden
            onChange={(c) => change({ kind: 'cap', cap: c / 100 })} />
        </Optional>
        <Shares legend={legend} shares={question.shares} measure={measureName(base.measures?.[0]?.column)}
          onShare={(area, share) => change({ kind: 'share', area, share })} onDrop={(area) => change({ kind: 'unshare', area })} />
        <div role="status" aria-live="polite">
          {answer.error
            ? <ProblemNote title={t('optimise.noAnswer')} error={answer.error} />
            : <Text size="xs" c="dimmed" className="num">{answer.isFetching || !answer.data ? t('optimise.solving') : answer.data.seconds < 0.1 ? t('optimise.answeredAtOnce', { seconds: seconds(0.1) }) : t('optimise.answeredIn', { seconds: seconds(answer.data.seconds) })}</Text>}
        </div>
        {keep.error && <ProblemNote title={t('optimise.previewCouldNotBe')} error={keep.error} />}
        {report && before && (
          <div style={{ opacity: answer.isFetching ? 0.55 : 1 }}>
            <Stack gap="lg">
              <BeforeAfter before={before} after={report.after} tolerances={report.tolerances} />
              <DraftNotes report={report} />
              <Certificate certificate={report.certificate} checked={report.checked} />
            </Stack>
          </div>
        )}
      </Stack>
    </Panel>
  )
}

interface KnobProps {
  label: string
  value: number
  min: number
  max: number
  step: number
  said: string
  suffix?: string
  /** The label is said already. */
  hidden?: boolean
  onChange: (value: number) => void
}

/** Knob is a slider with the same value as a number beside it. */
function Knob({ label, value, min, max, step, said, suffix = '', hidden, onChange }: KnobProps) {
  const shown = Number(value.toFixed(2))
  return (
    <Stack gap={4}>
      {!hidden && <Text size="sm" fw={560}>{label}</Text>}
      <Group gap="sm" wrap="nowrap">
        <Slider flex={1} min={min} max={max} step={step} label={null} value={shown} onChange={onChange} thumbLabel={`${label}: ${said}`} />
        <NumberInput w={96} size="xs" aria-label={label} min={min} suffix={suffix} decimalScale={2} value={shown} onChange={(v) => typeof v === 'number' && onChange(v)} />
      </Group>
    </Stack>
  )
}

function Optional({ label, on, hint, onSwitch, children }: { label: string; on: boolean; hint: string; onSwitch: (on: boolean) => void; children: React.ReactNode }) {
  return (
    <Stack gap={6}>
      <Group justify="space-between">
        <Switch size="xs" label={label} checked={on} styles={{ label: { fontSize: 'var(--mantine-font-size-sm)', fontWeight: 560 } }} onChange={(event) => onSwitch(event.currentTarget.checked)} />
        {!on && <Text size="xs" c="dimmed">{hint}</Text>}
      </Group>
      {on && children}
    </Stack>
  )
}

function Shares({ legend, shares, measure, onShare, onDrop }: {
  legend: Legend; shares: readonly { area: number; share: number }[]; measure: string; onShare: (area: number, share: number) => void; onDrop: (area: number) => void
}) {
  const names = new Map(legend.areas.map((area) => [area.number, area.name]))
  const free = legend.areas.filter((area) => area.leaf && !shares.some((s) => s.area === area.number))
  return (
    <Stack gap={8}>
      <Text size="sm" fw={560}>{t('optimise.targetTerritory')}</Text>
      {shares.map(({ area, share }) => (
        <Group key={area} gap={6} wrap="nowrap" align="flex-end">
          <div style={{ flex: 1, minWidth: 0 }}>
            <Text size="xs" truncate>{names.get(area)}</Text>
            <Knob label={t('optimise.shareOf', { area: names.get(area) ?? '' })} value={share} min={0} max={3} step={0.05} said={t('optimise.timesEqualShare', { share })} hidden onChange={(value) => onShare(area, value)} />
          </div>
          <ActionIcon variant="subtle" color="gray" aria-label={t('optimise.leaveTargetAs', { area: names.get(area) ?? '' })} onClick={() => onDrop(area)}><IconX size={15} /></ActionIcon>
        </Group>
      ))}
      <Select size="xs" searchable aria-label={t('optimise.territoryGiveAnotherTarget')} placeholder={t('optimise.anotherShareFor', { measure })} value={null} limit={60}
        data={free.map((area) => ({ value: String(area.number), label: area.name }))} onChange={(value) => value && onShare(Number(value), 1.2)} />
    </Stack>
  )
}
