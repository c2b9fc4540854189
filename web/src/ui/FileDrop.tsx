import { Button, Text } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import classes from './FileDrop.module.css'

interface Props {
  onFile: (file: File) => void
  accept: string
  title: string
  hint: string
  compact?: boolean
}

/** FileDrop takes one file, dropped or chosen. */
export function FileDrop({ onFile, accept, title, hint, compact = false }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file) onFile(file)
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
      <Button variant={compact ? 'default' : 'filled'} onClick={() => input.current?.click()}>Choose a file</Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        className={classes.input}
        aria-label="File to import"
        tabIndex={-1}
        onChange={(event) => {
          take(event.currentTarget.files)
          event.currentTarget.value = ''
        }}
      />
    </div>
  )
}
