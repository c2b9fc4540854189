import { UnstyledButton } from '@mantine/core'
import { t } from '../../i18n'
import type { ImportSource } from '../../pages/importSources'
import classes from './SourceChooser.module.css'

interface Props {
  sources: readonly ImportSource[]
  chosen: string
  onChoose: (id: string) => void
}

/** SourceChooser lets one say where the records come from. */
export function SourceChooser({ sources, chosen, onChoose }: Props) {
  const key = (event: React.KeyboardEvent) => {
    const step = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const at = sources.findIndex((source) => source.id === chosen)
    const next = sources[(at + step + sources.length) % sources.length]
    if (!next) return
    onChoose(next.id)
    event.currentTarget.querySelector<HTMLElement>(`[data-source="${next.id}"]`)?.focus()
  }
  return (
    <div role="radiogroup" aria-label={t('importing.whereFrom')} className={classes.list} onKeyDown={key}>
      {sources.map(({ id, label, text, icon: Icon }) => (
        <UnstyledButton key={id} role="radio" aria-checked={id === chosen} tabIndex={id === chosen ? 0 : -1} data-source={id} className={classes.one}
          onClick={() => onChoose(id)}>
          <Icon size={22} stroke={1.5} className={classes.icon} aria-hidden />
          <span>
            <span className={classes.label}>{label()}</span>
            <span className={classes.text}>{text()}</span>
          </span>
        </UnstyledButton>
      ))}
    </div>
  )
}
