import { Group, Text, useComputedColorScheme } from '@mantine/core'
import { classes, shadeOf, shades, type Ramp } from '../columns/choropleth'
import { t } from '../i18n'
import { compact } from '../ui/format'

/** ShadeKey explains the shades of a choropleth. */
export function ShadeKey({ ramp }: { ramp: Ramp | undefined }) {
  const scheme = useComputedColorScheme('light')
  if (!ramp) return <Text size="xs" c="dimmed" mt={6}>{t('desk.noBoundaryHasNumber')}</Text>
  const from = (k: number) => (k === 0 ? ramp.least : (ramp.ends[k - 1] ?? 0))
  return (
    <Group gap={6} mt={8} role="list" aria-label={t('desk.shades')}>
      {ramp.ends.map((end, k) => (
        <Group key={end} gap={4} wrap="nowrap" role="listitem">
          <span style={{ width: 14, height: 14, borderRadius: 3, background: shades[scheme][Math.min(classes - 1, Math.max(0, shadeOf(ramp, end)))], border: '1px solid var(--bw-line)' }} />
          <Text size="xs" className="num">{t('desk.range', { from: compact(from(k)), to: compact(end) })}</Text>
        </Group>
      ))}
    </Group>
  )
}
