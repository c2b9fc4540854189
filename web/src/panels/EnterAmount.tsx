import { Button, Group, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { t } from '../i18n'
import { marks, units } from '../ui/format'

interface Props { selected: number; busy: boolean; onEnter: (amount: number) => void; onRelease: () => void }

/** EnterAmount enters a value by hand for the units selected on the map, or gives them back to the next spread. */
export function EnterAmount({ selected, busy, onEnter, onRelease }: Props) {
  const [amount, setAmount] = useState<number | ''>('')
  return (
    <Group gap={6} mt="md" align="flex-end" wrap="nowrap">
      <NumberInput flex={1} size="xs" label={t('targets.eachSelected', { selected: units(selected) })} hideControls thousandSeparator={marks().group} decimalScale={2} value={amount}
        onChange={(value) => setAmount(typeof value === 'number' ? value : '')} />
      <Button size="xs" disabled={amount === ''} loading={busy} onClick={() => amount !== '' && onEnter(amount)}>{t('targets.enter')}</Button>
      <Button size="xs" variant="default" loading={busy} onClick={onRelease}>{t('targets.release')}</Button>
    </Group>
  )
}
