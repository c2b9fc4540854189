import { Select, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { legendQuery } from '../../api/alignments'
import type { Alignment, Focus } from '../../api/types'
import { byLevel, type PublishForm } from '../../edit/publishForm'
import { paths } from '../../edit/treeMoves'
import { t } from '../../i18n'
import { CardChoice } from '../../ui/CardChoice'

interface Props { alignment: Alignment; focus: Focus | undefined; form: PublishForm; set: (change: Partial<PublishForm>) => void }

/** ScopeForm asks what of the alignment is published; everything else stays as it is in the org. */
export function ScopeForm({ alignment, focus, form, set }: Props) {
  const legend = useQuery(legendQuery(alignment.id, alignment.version, [''])).data
  const areas = focus?.areas ?? []
  const named = legend && paths(legend)
  const names = areas.map((number) => named?.get(number) ?? number).join('; ')
  return (
    <Stack gap="sm">
      <CardChoice label={t('publishing.scope')} width={240} value={form.scope} onChange={(scope) => set({ scope: scope as PublishForm['scope'] })}
        choices={[
          { value: 'alignment', label: t('publishing.scope_alignment'), text: t('publishing.scope_alignmentText') },
          { value: 'focus', label: t('publishing.scope_focus'), text: areas.length === 0 ? t('publishing.scope_noFocus') : focus?.unassigned ? t('publishing.scope_focusUnassigned', { areas: names }) : names, disabled: areas.length === 0 },
        ]} />
      {byLevel(form.kind) && alignment.levels.length > 1 && (
        <Select label={t('publishing.levels')} description={form.level > 0 ? t('publishing.levelsHint') : undefined} maw={420} allowDeselect={false} value={String(form.level)} onChange={(level) => set({ level: Number(level ?? 0) })}
          data={alignment.levels.map((level, k) => ({ value: String(k), label: k === 0 ? t('publishing.levels_all') : t('publishing.levels_from', { level }) }))} />
      )}
    </Stack>
  )
}
