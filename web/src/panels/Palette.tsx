import { Kbd, Modal, ScrollArea, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { find, useCommands, type Command } from '../edit/commands'
import { t } from '../i18n'
import classes from './Palette.module.css'

const shown = 40

/** Palette finds anything that can be done or opened by a few letters, and does it. */
export function Palette({ onClose }: { onClose: () => void }) {
  const offered = useCommands((state) => state.offered)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const commands = useMemo(() => Object.values(offered).flat(), [offered])
  const hits = find(commands, query, shown)
  const run = (command: Command | undefined) => {
    if (!command) return
    onClose()
    command.run()
  }
  const press = (event: React.KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && hits.length > 0) {
      event.preventDefault()
      const next = (at + step + hits.length) % hits.length
      setAt(next)
      document.getElementById(`command-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter') {
      event.preventDefault()
      run(hits[at])
    }
  }
  return (
    <Modal opened onClose={onClose} withCloseButton={false} padding={0} yOffset="14vh" centered={false} size={560} attributes={{ content: { 'aria-label': t('shell.commandPalette') } }}>
      <TextInput variant="unstyled" size="lg" className={classes.input} placeholder={t('shell.searchAreasAlignmentsCommands')} data-autofocus
        aria-label={t('shell.searchAreasAlignmentsCommands')} leftSection={<IconSearch size={18} />} value={query}
        role="combobox" aria-expanded aria-controls="commands" {...(hits[at] ? { 'aria-activedescendant': `command-${at}` } : {})}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setAt(0)
        }} onKeyDown={press} />
      <ScrollArea.Autosize mah={380} viewportProps={{ tabIndex: -1 }}>
        <div id="commands" role="listbox" aria-label={t('shell.results')} className={classes.list}>
          {hits.map((command, k) => (
            <UnstyledButton key={command.id} id={`command-${k}`} role="option" aria-selected={k === at} tabIndex={-1} className={classes.item}
              onMouseMove={() => setAt(k)} onClick={() => run(command)}>
              <span className={classes.label}>{command.label}</span>
              {command.hint && <Kbd size="xs">{command.hint}</Kbd>}
              <span className={classes.kind}>{command.kind}</span>
            </UnstyledButton>
          ))}
        </div>
      </ScrollArea.Autosize>
      {hits.length === 0 && <Text size="sm" c="dimmed" p="md" ta="center">{t('shell.nothingFoundFor', { query })}</Text>}
    </Modal>
  )
}
