import { CloseButton, Group, Text, Title } from '@mantine/core'
import { t } from '../i18n'
import classes from './Panel.module.css'

interface Props {
  title: string
  text?: React.ReactNode
  actions?: React.ReactNode
  footer?: React.ReactNode
  onClose?: () => void
  /** The body scrolls by itself, for long virtual lists. */
  fill?: boolean
  children: React.ReactNode
}

/** Panel is a titled column beside the map with a body that scrolls and a footer that stays. */
export function Panel({ title, text, actions, footer, onClose, fill = false, children }: Props) {
  return (
    <section className={classes.panel} aria-label={title}>
      <Group className={classes.head} justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Title order={2} size="h3">{title}</Title>
          {text && <Text size="xs" c="dimmed" mt={2} className="num">{text}</Text>}
        </div>
        <Group gap={4} wrap="nowrap">
          {actions}
          {onClose && <CloseButton aria-label={t('common.closeNamed', { what: title })} onClick={onClose} />}
        </Group>
      </Group>
      <div className={fill ? classes.fill : classes.body} {...(fill ? {} : { tabIndex: 0, role: 'group', 'aria-label': t('common.contentOf', { what: title }) })}>{children}</div>
      {footer && <div className={classes.footer}>{footer}</div>}
    </section>
  )
}
