import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'

interface Props {
  /** What was being done, as a heading: "The file could not be read". */
  title: string
  error: unknown
  /** What to do about it, when it can be done from here. */
  onRetry?: () => void
  retryLabel?: string
}

/** words returns the sentence for people of an error. */
export const words = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** ProblemNote shows a problem where it happened, in the server's own words, with the way on. */
export function ProblemNote({ title, error, onRetry, retryLabel = 'Try again' }: Props) {
  return (
    <Alert
      role="alert"
      variant="light"
      color="red"
      icon={<IconAlertTriangle size={18} />}
      title={title}
      styles={{ root: { background: 'var(--bw-bad-soft)' }, title: { color: 'var(--bw-bad)' }, icon: { color: 'var(--bw-bad)' } }}
    >
      <Text size="sm" c="var(--bw-text)">{words(error)}</Text>
      {onRetry && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={onRetry}>{retryLabel}</Button>
        </Group>
      )}
    </Alert>
  )
}
