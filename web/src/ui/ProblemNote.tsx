import { Alert, Anchor, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { t } from '../i18n'
import { useProblemTexts } from '../i18n/useProblemTexts'
import { words } from './said'

interface Props {
  /** What was being done, as a heading: "The file could not be read". */
  title: string
  error: unknown
  /** What to do about it, when it can be done from here. */
  onRetry?: () => void
  retryLabel?: string
  /** The server's words say what to do themselves, as those about an org do; nothing general is added. */
  plain?: boolean
  /** Further ways on, beside the one of onRetry. */
  children?: React.ReactNode
}

/** What to do about the kinds of problem that the server tells apart. */
const next: Readonly<Record<string, () => string>> = {
  invalid: () => t('help.nextInvalid'),
  not_found: () => t('help.nextNotFound'),
  conflict: () => t('help.nextConflict'),
  forbidden: () => t('help.nextForbidden'),
  too_large: () => t('help.nextTooLarge'),
  infeasible: () => t('help.nextInfeasible'),
  unavailable: () => t('help.nextUnavailable'),
  internal: () => t('help.nextInternal'),
}

/** codeOf is the kind of a problem, empty for what is none. */
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** ProblemNote shows a problem where it happened: what was being done, the server's own words, and the way on. */
export function ProblemNote({ title, error, onRetry, retryLabel, plain = false, children }: Props) {
  useProblemTexts()
  const code = plain ? '' : codeOf(error)
  return (
    <Alert
      role="alert"
      variant="light"
      color="red"
      icon={<IconAlertTriangle size={18} />}
      title={title}
      styles={{ root: { background: 'var(--bw-bad-soft)' }, title: { color: 'var(--bw-bad)' }, icon: { color: 'var(--bw-bad)' } }}
    >
      <Text size="sm" c="var(--bw-text)" style={{ whiteSpace: 'pre-line' }}>{words(error)}</Text>
      {next[code] && <Text size="sm" mt={4} c="var(--bw-text)">{next[code]()}</Text>}
      {(onRetry || children || code === 'not_found' || code === 'conflict') && (
        <Group mt="sm">
          {children}
          {onRetry && <Button size="xs" variant="default" onClick={onRetry}>{retryLabel ?? t('common.tryAgain')}</Button>}
          {code === 'conflict' && !onRetry && <Button size="xs" variant="default" onClick={() => window.location.reload()}>{t('help.loadAgain')}</Button>}
          {code === 'not_found' && <Anchor size="sm" href="/">{t('help.toDatasets')}</Anchor>}
        </Group>
      )}
    </Alert>
  )
}
