import { Badge } from '@mantine/core'
import type { Connection } from '../../api/connections'
import { t } from '../../i18n'
import { stateColours, stateOf } from './state'

/** StateBadge says in a word how a connection stands. */
export function StateBadge({ connection }: { connection: Connection }) {
  const state = stateOf(connection)
  const text = { new: t('connections.stateNew'), connected: t('connections.stateConnected'), expired: t('connections.stateExpired'), unreachable: t('connections.stateUnreachable') }[state]
  return <Badge variant="light" color={stateColours[state]}>{text}</Badge>
}
