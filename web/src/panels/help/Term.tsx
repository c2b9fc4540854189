import { ActionIcon, Anchor, Popover, Text } from '@mantine/core'
import { IconHelpCircle } from '@tabler/icons-react'
import { useHelp, type Word } from '../../edit/help'
import { t } from '../../i18n'

/** Term is a small question mark that explains a word of the field where it is used. */
export function Term({ word }: { word: Word }) {
  const show = useHelp((state) => state.show)
  const name = t(`glossary.${word}`)
  return (
    <Popover width={280} position="bottom" withArrow shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="transparent" color="gray" size={20} aria-label={t('help.whatIs', { word: name })} style={{ verticalAlign: 'middle' }}><IconHelpCircle size={15} /></ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={name}>
        <Text fw={620} size="sm">{name}</Text>
        <Text size="sm" mt={2}>{t(`glossary.${word}Means`)}</Text>
        <Anchor component="button" type="button" size="xs" mt={6} onClick={() => show('glossary', word)}>{t('help.allWords')}</Anchor>
      </Popover.Dropdown>
    </Popover>
  )
}
