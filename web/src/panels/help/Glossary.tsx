import { Drawer, Stack, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { glossaryWords, type Word } from '../../edit/help'
import { t } from '../../i18n'

/** Glossary explains the words of the field. It opens at a word when one was asked for. */
export function Glossary({ word, onClose }: { word: Word | undefined; onClose: () => void }) {
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const shown = glossaryWords.filter((w) => `${t(`glossary.${w}`)} ${t(`glossary.${w}Means`)}`.toLowerCase().includes(wanted))
  useEffect(() => {
    if (word) document.getElementById(`word-${word}`)?.scrollIntoView({ block: 'center' })
  }, [word])
  return (
    <Drawer opened onClose={onClose} position="right" size={420} title={<Text fw={640} size="lg">{t('help.glossary')}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack gap="md">
        <TextInput value={search} onChange={(event) => setSearch(event.currentTarget.value)} aria-label={t('help.searchWords')} placeholder={t('help.searchWords')} leftSection={<IconSearch size={15} />} />
        <dl style={{ margin: 0 }}>
          {shown.map((w) => (
            <div key={w} id={`word-${w}`} style={{ padding: '8px 10px', borderRadius: 8, background: w === word ? 'var(--bw-accent-soft)' : undefined }}>
              <dt><Text fw={620}>{t(`glossary.${w}`)}</Text></dt>
              <dd style={{ margin: 0 }}><Text size="sm">{t(`glossary.${w}Means`)}</Text></dd>
            </div>
          ))}
        </dl>
        {shown.length === 0 && <Text size="sm" c="dimmed">{t('shell.nothingFoundFor', { query: search })}</Text>}
      </Stack>
    </Drawer>
  )
}
