import { Group, Kbd, Modal, Stack, Text, Title } from '@mantine/core'
import { t, type Key } from '../../i18n'

interface Line { keys: readonly string[]; does: Key }

const groups: readonly { title: Key; lines: readonly Line[] }[] = [
  {
    title: 'help.everywhere',
    lines: [
      { keys: ['Ctrl', 'K'], does: 'help.keyPalette' }, { keys: ['?'], does: 'help.keyShortcuts' }, { keys: ['Esc'], does: 'help.keyEscape' },
    ],
  },
  {
    title: 'help.onDesk',
    lines: [
      { keys: ['1', '…', '8'], does: 'help.keyPanels' }, { keys: ['Ctrl', 'Z'], does: 'desk.undo' }, { keys: ['Ctrl', '⇧', 'Z'], does: 'desk.redo' },
      { keys: ['V'], does: 'desk.moveMap' }, { keys: ['B'], does: 'desk.selectByBox' }, { keys: ['L'], does: 'desk.selectByLasso' },
      { keys: ['R'], does: 'desk.selectByRadius' }, { keys: ['U'], does: 'desk.selectByBrush' }, { keys: ['G'], does: 'desk.growTerritoryAlongBorder' },
      { keys: ['N'], does: 'desk.selectBoundariesByClick' }, { keys: ['[', ']'], does: 'help.keyBrush' }, { keys: ['⇧'], does: 'help.keyAdd' }, { keys: ['Alt'], does: 'help.keyTake' },
      { keys: ['M'], does: 'help.keyMove' },
    ],
  },
  {
    title: 'help.inLists',
    lines: [
      { keys: ['↑', '↓'], does: 'help.keyRows' }, { keys: ['←', '→'], does: 'help.keyFold' }, { keys: ['Enter'], does: 'help.keyOpen' },
    ],
  },
]

/** Shortcuts lists what can be done by keys. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} size="lg" title={<Text fw={620}>{t('help.shortcuts')}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack gap="lg">
        {groups.map(({ title, lines }) => (
          <section key={title}>
            <Title order={3} size="h4" mb={6}>{t(title as 'help.everywhere')}</Title>
            <Stack gap={6}>
              {lines.map(({ keys, does }) => (
                <Group key={does} justify="space-between" wrap="nowrap">
                  <Text size="sm">{t(does as 'help.keyPalette')}</Text>
                  <Group gap={4} wrap="nowrap">{keys.map((key) => <Kbd key={key} size="xs">{key}</Kbd>)}</Group>
                </Group>
              ))}
            </Stack>
          </section>
        ))}
      </Stack>
    </Modal>
  )
}
