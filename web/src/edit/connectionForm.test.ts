import { expect, test } from 'vitest'
import { connectionBody, emptyConnection, lackingFields, loginUrl, type ConnectionForm } from './connectionForm'

const form = (change: Partial<ConnectionForm>): ConnectionForm => ({ ...emptyConnection, name: 'Org', clientId: 'key', ...change })

test('an address needs neither https nor a slash, and this computer is reached without TLS', () => {
  expect(loginUrl({ org: 'domain', address: ' acme.my.salesforce.com/ ' })).toBe('https://acme.my.salesforce.com')
  expect(loginUrl({ org: 'custom', address: '127.0.0.1:8640' })).toBe('http://127.0.0.1:8640')
  expect(loginUrl({ org: 'custom', address: 'http://localhost:8640/services' })).toBe('http://localhost:8640')
  expect(loginUrl({ org: 'domain', address: 'acme' })).toBeUndefined()
  expect(loginUrl({ org: 'domain', address: '' })).toBeUndefined()
})

test('each way of signing in says what it lacks', () => {
  expect(lackingFields(form({}))).toEqual([])
  expect(lackingFields(form({ flow: 'client_credentials', clientSecret: 's' }))).toEqual(['org'])
  expect(lackingFields(form({ flow: 'jwt', privateKey: 'nonsense' }))).toEqual(['username', 'privateKey'])
})

test('only what the way of signing in needs is sent', () => {
  const body = connectionBody(form({ flow: 'jwt', clientSecret: 'left over', username: 'ann@acme.com', privateKey: '-----BEGIN PRIVATE KEY-----' }), 'http://x/callback')
  expect(body).not.toHaveProperty('clientSecret')
  expect(body).not.toHaveProperty('redirectUri')
  expect(body).toMatchObject({ username: 'ann@acme.com', loginUrl: 'https://login.salesforce.com' })
  expect(connectionBody(form({}), 'http://x/callback')).toMatchObject({ redirectUri: 'http://x/callback' })
})
