import { ActionIcon, Button, Checkbox, FileButton, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconFileImport, IconMapPinPlus, IconPlus, IconX } from '@tabler/icons-react'
import type { Legend } from '../api/types'
import { useDeskPart } from '../edit/desk'
import { moved, readHomes, readPlace, writePlace } from '../edit/homes'
import type { OptimiseForm } from '../edit/optimiseForm'
import { t } from '../i18n'
import { done, failed } from '../ui/toast'

interface Props { form: OptimiseForm; set: (change: Partial<OptimiseForm>) => void; legend: Legend }

/** WhereField says where units may go: in one piece, near enough to centres, and to whom. */
export function WhereField({ form, set, legend }: Props) {
  return (
    <Stack gap="md">
      {!form.byBoundary && (
        <Checkbox label={t('where.onePiece')} description={t('where.onePieceText')} checked={form.contiguous} onChange={(event) => set({ contiguous: event.currentTarget.checked })} />
      )}
      <Group grow align="flex-start">
        <NumberInput label={t('where.farthest')} min={0} suffix={t('where.km')} placeholder={t('where.noLimit')} value={form.maxDistanceKm ?? ''}
          onChange={(value) => set({ maxDistanceKm: typeof value === 'number' && value > 0 ? value : undefined })} />
      </Group>
      {!form.byBoundary && (
        <TextInput label={t('where.only')} description={t('where.onlyText')} placeholder={t('where.filterExample')} value={form.filter} onChange={(event) => set({ filter: event.currentTarget.value })} />
      )}
      <Centres legend={legend} />
      {!form.byBoundary && <Eligible form={form} set={set} legend={legend} />}
    </Stack>
  )
}

/** Centres are placed on the map, typed, or read from a file; the map shows them as pins. */
function Centres({ legend }: { legend: Legend }) {
  const { homes, placing, settle, place } = useDeskPart('homes', 'placing', 'settle', 'place')
  const leaves = legend.areas.filter((area) => area.leaf)
  const load = async (file: File | null) => {
    if (!file) return
    const read = readHomes(await file.text(), (name) => leaves.find((area) => area.name === name || String(area.number) === name)?.number ?? 0)
    if ('wrong' in read) return failed(t('where.fileWrong'), new Error(t('where.fileColumns', { row: read.wrong })))
    settle(read.homes)
    done(t('where.fileRead', { count: read.homes.length }))
  }
  return (
    <Stack gap={6}>
      <div>
        <Text size="sm" fw={560}>{t('where.centres')}</Text>
        <Text size="xs" c="dimmed">{t('where.centresText')}</Text>
      </div>
      {homes.map((home, k) => (
        <Group key={k} gap={4} wrap="nowrap">
          <Text size="xs" w={18} ta="right" c="dimmed" className="num" aria-hidden>{k + 1}</Text>
          <Select size="xs" flex={1} searchable limit={80} aria-label={t('where.ofTerritory', { n: k + 1 })} value={home.area > 0 ? String(home.area) : 'new'} allowDeselect={false}
            data={[{ value: 'new', label: home.name || t('where.newTerritory') }, ...leaves.map((area) => ({ value: String(area.number), label: area.name }))]}
            onChange={(value) => settle(moved(homes, k, { area: value === 'new' ? 0 : Number(value) }))} />
          <TextInput key={writePlace(home)} size="xs" w={130} aria-label={t('where.position', { n: k + 1 })} defaultValue={writePlace(home)}
            onBlur={(event) => {
              const to = readPlace(event.currentTarget.value)
              if (to) settle(moved(homes, k, to))
            }} />
          <ActionIcon variant="subtle" color="gray" aria-label={t('where.removeCentre', { n: k + 1 })} onClick={() => settle(homes.filter((_, other) => other !== k))}><IconX size={15} /></ActionIcon>
        </Group>
      ))}
      <Group gap={6}>
        <Button size="compact-sm" variant={placing ? 'filled' : 'light'} aria-pressed={placing} leftSection={<IconMapPinPlus size={15} />} onClick={() => place(!placing)}>
          {placing ? t('where.placing') : t('where.place')}
        </Button>
        <FileButton onChange={(file) => void load(file)} accept=".csv,.tsv,.txt">
          {(props) => <Button {...props} size="compact-sm" variant="subtle" title={t('where.fileText')} leftSection={<IconFileImport size={15} />}>{t('where.fromFile')}</Button>}
        </FileButton>
      </Group>
    </Stack>
  )
}

function Eligible({ form, set, legend }: Props) {
  const names = new Map(legend.areas.map((area) => [area.number, area.name]))
  const replace = (at: number, change: Partial<OptimiseForm['eligible'][number]>) => set({ eligible: form.eligible.map((held, k) => (k === at ? { ...held, ...change } : held)) })
  return (
    <Stack gap={6}>
      <div>
        <Text size="sm" fw={560}>{t('where.eligible')}</Text>
        <Text size="xs" c="dimmed">{t('where.eligibleText')}</Text>
      </div>
      {form.eligible.map((rule, k) => (
        <Group key={k} gap={4} wrap="nowrap">
          <Select size="xs" w={140} searchable limit={80} aria-label={t('where.area')} placeholder={t('where.area')} value={rule.area > 0 ? String(rule.area) : null}
            data={legend.areas.map((area) => ({ value: String(area.number), label: area.name }))} onChange={(value) => replace(k, { area: Number(value ?? 0) })} />
          <TextInput size="xs" flex={1} aria-label={t('where.condition')} placeholder={t('where.conditionExample')} value={rule.condition} onChange={(event) => replace(k, { condition: event.currentTarget.value })} />
          <ActionIcon variant="subtle" color="gray" aria-label={t('where.removeEligible', { area: names.get(rule.area) ?? '' })} onClick={() => set({ eligible: form.eligible.filter((_, other) => other !== k) })}><IconX size={15} /></ActionIcon>
        </Group>
      ))}
      <Group>
        <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />} onClick={() => set({ eligible: [...form.eligible, { area: 0, condition: '' }] })}>{t('where.addEligible')}</Button>
      </Group>
    </Stack>
  )
}
