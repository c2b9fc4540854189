import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { t } from '../i18n'
import { ProblemNote } from './ProblemNote'

interface Props {
  title: string
  name: string
  action: string
  busy: boolean
  error: unknown
  onName: (name: string) => void
  onClose: () => void
}

/** NameModal asks for a name. */
export function NameModal({ title, name, action, busy, error, onName, onClose }: Props) {
  const [text, setText] = useState(name)
  const bare = text.trim()
  return (
    <Modal opened onClose={onClose} title={<Text fw={620}>{title}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={(event) => {
        event.preventDefault()
        if (bare) onName(bare)
      }}>
        <Stack ta="left">
          <TextInput label={t('common.name')} value={text} onChange={(event) => setText(event.currentTarget.value)} data-autofocus maxLength={200} />
          {error !== null && error !== undefined && <ProblemNote title={t('common.didNotWork')} error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={busy} disabled={!bare}>{action}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
