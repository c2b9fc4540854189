/** Which org a connection reaches, as people think of it. */
export type OrgKind = 'production' | 'sandbox' | 'domain' | 'custom'
export type SignInFlow = 'web_server' | 'jwt' | 'client_credentials'

/** What has been entered for a new connection. */
export interface ConnectionForm {
  org: OrgKind
  address: string
  flow: SignInFlow
  name: string
  clientId: string
  clientSecret: string
  username: string
  privateKey: string
  audience: string
  apiVersion: string
}

export const emptyConnection: ConnectionForm = {
  org: 'production', address: '', flow: 'web_server', name: '', clientId: '', clientSecret: '', username: '', privateKey: '', audience: '', apiVersion: '',
}

/** loginUrl is the address of the org, undefined while it is none. "acme.my.salesforce.com" needs no https before it. */
export function loginUrl({ org, address }: Pick<ConnectionForm, 'org' | 'address'>): string | undefined {
  if (org === 'production') return 'https://login.salesforce.com'
  if (org === 'sandbox') return 'https://test.salesforce.com'
  const bare = address.trim().replace(/\/+$/, '')
  if (bare === '') return undefined
  const local = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(bare)
  try {
    const url = new URL(/^https?:\/\//.test(bare) ? bare : `${local ? 'http' : 'https'}://${bare}`)
    return url.hostname.includes('.') || url.hostname === 'localhost' || url.hostname.startsWith('[') ? url.origin : undefined
  } catch {
    return undefined
  }
}

/** lackingFields are the fields that must still be filled. */
export function lackingFields(form: ConnectionForm): (keyof ConnectionForm)[] {
  const lacking: (keyof ConnectionForm)[] = []
  if (loginUrl(form) === undefined) lacking.push('address')
  if (form.name.trim() === '') lacking.push('name')
  if (form.clientId.trim() === '') lacking.push('clientId')
  if (form.flow === 'client_credentials' && form.clientSecret === '') lacking.push('clientSecret')
  if (form.flow === 'client_credentials' && (form.org === 'production' || form.org === 'sandbox')) lacking.push('org')
  if (form.flow === 'jwt' && form.username.trim() === '') lacking.push('username')
  if (form.flow === 'jwt' && !form.privateKey.includes('PRIVATE KEY')) lacking.push('privateKey')
  return lacking
}

/** connectionBody is what the server is told. */
export function connectionBody(form: ConnectionForm, redirectUri: string) {
  const jwt = form.flow === 'jwt'
  return {
    name: form.name.trim(), flow: form.flow, loginUrl: loginUrl(form) ?? '', clientId: form.clientId.trim(),
    ...(!jwt && form.clientSecret !== '' ? { clientSecret: form.clientSecret.trim() } : {}),
    ...(jwt ? { username: form.username.trim(), privateKey: form.privateKey } : {}),
    ...(jwt && form.audience.trim() !== '' ? { audience: form.audience.trim() } : {}),
    ...(form.apiVersion.trim() !== '' ? { apiVersion: form.apiVersion.trim() } : {}),
    ...(form.flow === 'web_server' ? { redirectUri } : {}),
  }
}
