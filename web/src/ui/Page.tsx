import { Group, Text, Title } from '@mantine/core'
import classes from './Page.module.css'

interface Props {
  title: React.ReactNode
  text?: React.ReactNode
  actions?: React.ReactNode
  children: React.ReactNode
  wide?: boolean
}

/** Page is the frame of every page that is not the desk: a title, what can be done, and the content below. */
export function Page({ title, text, actions, children, wide = false }: Props) {
  return (
    <main className={classes.scroll} id="content" tabIndex={-1}>
      <div className={classes.page} data-wide={wide || undefined}>
        <Group justify="space-between" align="flex-end" gap="md" className={classes.head}>
          <div className={classes.title}>
            <Title order={1}>{title}</Title>
            {text && <Text c="dimmed" mt={4}>{text}</Text>}
          </div>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
        {children}
      </div>
    </main>
  )
}

/** Section is a titled part of a page. */
export function Section({ title, text, actions, children }: {
  title: string; text?: React.ReactNode; actions?: React.ReactNode; children: React.ReactNode
}) {
  return (
    <section className={classes.section}>
      <Group justify="space-between" align="flex-end" mb="sm" gap="sm">
        <div>
          <Title order={2}>{title}</Title>
          {text && <Text size="sm" c="dimmed">{text}</Text>}
        </div>
        {actions}
      </Group>
      {children}
    </section>
  )
}

/** Card is a raised surface. */
export function Card({ children, flush = false }: { children: React.ReactNode; flush?: boolean }) {
  return <div className={classes.card} data-flush={flush || undefined}>{children}</div>
}
