import { getMigrations } from 'better-auth/db/migration'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pino } from 'pino'
import { isDatabaseUnavailable } from '../db/unavailable.ts'
import { startDatabaseProxy } from '../test/support/database-proxy.ts'
import { useDatabase } from '../test/support/use-database.ts'
import { createIdentity, type Identity } from './identity.ts'

const database = useDatabase()
const settings = () => ({
  databaseUrl: database.url,
  em: database.orm.em,
  secret: 's'.repeat(32),
  publicUrl: 'https://duewell.example',
  log: pino({ level: 'silent' }),
})
let identity: Identity
beforeAll(() => {
  identity = createIdentity(settings())
})
afterAll(() => identity?.close())

it('has each table and column that better-auth needs', async () => {
  const { toBeCreated, toBeAdded } = await getMigrations(await identity.options())
  expect({ toBeCreated, toBeAdded }).toEqual({ toBeCreated: [], toBeAdded: [] })
})

it('names its cookies __Host- and makes them secure at an https address', async () => {
  const options = await identity.options()
  expect(options.advanced).toMatchObject({
    cookiePrefix: '__Host-duewell',
    defaultCookieAttributes: { secure: true, sameSite: 'lax' },
  })
})

it('answers after PostgreSQL returned that was away at the first call', async () => {
  const proxy = await startDatabaseProxy(database.url)
  proxy.cut()
  const late = createIdentity({ ...settings(), databaseUrl: proxy.url })
  const request = { cookies: undefined, userAgent: undefined, address: '127.0.0.1' }
  const body = { email: 'nobody@people.example', password: 'a long pass phrase' }
  const signIn = () =>
    late.call(request, (api, headers) => api.signInEmail({ body, headers, returnHeaders: true }))
  try {
    await expect(signIn()).rejects.toSatisfy(isDatabaseUnavailable)
    proxy.mend()
    expect(await signIn()).toMatchObject({ ok: false, code: 'INVALID_EMAIL_OR_PASSWORD' })
  } finally {
    await late.close()
    await proxy.close()
  }
})
