import { Group, NumberInput, Stack, Text } from '@mantine/core'
import { at, place, weigh, type Priorities } from '../edit/priorities'
import { t } from '../i18n'
import { Triangle } from '../ui/Triangle'
import { tickPercent } from '../ui/format'
import { Term } from './help/Term'

const names = { get balance() { return t('optimise.balance') }, get compactness() { return t('optimise.compactness') }, get continuity() { return t('optimise.continuity') } } as const
const keys = ['balance', 'compactness', 'continuity'] as const

/** PrioritiesField weighs balance, compactness and continuity against each other, by one knob or three numbers. */
export function PrioritiesField({ value, said, onChange }: { value: Priorities; said: string; onChange: (next: Priorities) => void }) {
  const { x, y } = place(value)
  const spoken = keys.map((key) => `${names[key]} ${tickPercent(value[key])}`).join(', ')
  return (
    <Stack gap={6}>
      <Text size="sm" fw={560}>{t('optimise.priorities')} <Term word="continuity" /></Text>
      <Triangle label={t('optimise.priorities')} corners={[names.balance, names.compactness, names.continuity]} x={x} y={y} now={Math.round(100 * value.balance)} said={spoken}
        onMove={(px, py) => onChange(at(px, py))}
        onStep={(across, up) => onChange(up === 0 ? shift(value, 0.05 * across) : weigh(value, 'balance', value.balance + 0.05 * up))} />
      <Group grow gap={8}>
        {keys.map((key) => (
          <NumberInput key={key} size="xs" label={names[key]} suffix=" %" min={0} max={100} step={5} allowDecimal={false} value={Math.round(100 * value[key])}
            onChange={(next) => typeof next === 'number' && Math.round(100 * value[key]) !== next && onChange(weigh(value, key, next / 100))} />
        ))}
      </Group>
      <Text size="xs" c="dimmed">{said}</Text>
    </Stack>
  )
}

/** shift takes from compactness for continuity, or the other way round. */
function shift(p: Priorities, step: number): Priorities {
  const free = 1 - p.balance
  const continuity = Math.min(free, Math.max(0, p.continuity + step))
  return { balance: p.balance, continuity: Number(continuity.toFixed(2)), compactness: Number((free - continuity).toFixed(2)) }
}
