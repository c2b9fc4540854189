import { Button, Text } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { t } from '../i18n'
import classes from './FileDrop.module.css'

interface Props {
  /** Takes one file; leave it out to take several at once with onFiles. */
  onFile?: (file: File) => void
  onFiles?: (files: File[]) => void
  accept: string
  title: string
  hint: string
  compact?: boolean
}

/** FileDrop takes files, dropped or chosen. */
export function FileDrop({ onFile, onFiles, accept, title, hint, compact = false }: Props) {
  const several = onFiles !== undefined
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])]
    if (files.length > 0) onFiles?.(files)
    if (files[0]) onFile?.(files[0])
  }
  return (
    <div
      className={classes.drop}
      data-over={over || undefined}
      data-compact={compact || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <IconFileUpload size={compact ? 26 : 34} stroke={1.4} className={classes.icon} />
      <div>
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed" mt={2}>{hint}</Text>
      </div>
      <Button variant={compact ? 'default' : 'filled'} onClick={() => input.current?.click()}>{several ? t('common.chooseFiles') : t('common.chooseFile')}</Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        multiple={several}
        className={classes.input}
        aria-label={several ? t('common.filesImport') : t('common.fileToImport')}
        tabIndex={-1}
        onChange={(event) => {
          take(event.currentTarget.files)
          event.currentTarget.value = ''
        }}
      />
    </div>
  )
}
