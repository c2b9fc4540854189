import { SegmentedControl, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { MergeAnswer } from '../api/types'
import { t } from '../i18n'
import { said } from '../ui/said'
import { Frame } from './Frame'

type Choices = Record<string, 'ours' | 'theirs'>

interface Props {
  title: string
  answer: MergeAnswer
  busy: boolean
  ours: string
  theirs: string
  onChoose: (choices: Choices) => void
  onClose: () => void
}

/** ChoiceDialog resolves conflicts: one choice per area says whose version is taken. */
export function ChoiceDialog({ title, answer, busy, ours, theirs, onChoose, onClose }: Props) {
  const areas = [...new Set(answer.conflicts.map((c) => c.area))]
  const [choices, setChoices] = useState<Choices>(() => Object.fromEntries(areas.map((area) => [String(area), 'ours'])))
  return (
    <Frame title={title} action={t('common.apply')} ready busy={busy} error={undefined} onSubmit={() => onChoose(choices)} onClose={onClose}>
      <Text size="sm">{t('common.bothSidesChanged', { count: areas.length })}</Text>
      {areas.map((area) => (
        <Stack key={area} gap={4}>
          {answer.conflicts.filter((c) => c.area === area).map((c) => <Text key={c.text} size="sm" fw={520}>{said(c.said, c.text)}</Text>)}
          <SegmentedControl size="xs" fullWidth aria-label={t('common.choiceForArea', { area })} value={choices[String(area)] ?? 'ours'}
            data={[{ value: 'ours', label: ours }, { value: 'theirs', label: theirs }]}
            onChange={(value) => setChoices((held) => ({ ...held, [String(area)]: value === 'theirs' ? 'theirs' : 'ours' }))} />
        </Stack>
      ))}
    </Frame>
  )
}
