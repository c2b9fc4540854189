import type { Connection } from '../../api/connections'

export type ConnectionState = 'new' | 'connected' | 'expired' | 'unreachable'

/** stateOf says how a connection stands, from how it went last. */
export function stateOf(c: Connection): ConnectionState {
  if (!c.connected) return 'new'
  if (!c.trouble) return 'connected'
  return c.trouble.code === 'unavailable' ? 'unreachable' : 'expired'
}

export const stateColours: Record<ConnectionState, string> = { new: 'gray', connected: 'pine', expired: 'red', unreachable: 'red' }

/** hostOf is the part of an address that people know an org by. */
export function hostOf(address: string): string {
  try {
    return new URL(address).host
  } catch {
    return address
  }
}
