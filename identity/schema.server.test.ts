import { getMigrations } from 'better-auth/db/migration'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pino } from 'pino'
import { useDatabase } from '../test/support/use-database.ts'
import { createIdentity, type Identity } from './identity.ts'

const database = useDatabase()
let identity: Identity
beforeAll(() => {
  identity = createIdentity({
    databaseUrl: database.url,
    em: database.orm.em,
    secret: 's'.repeat(32),
    publicUrl: 'https://duewell.example',
    log: pino({ level: 'silent' }),
  })
})
afterAll(() => identity?.close())

it('has each table and column that better-auth needs', async () => {
  const { toBeCreated, toBeAdded } = await getMigrations(identity.options)
  expect({ toBeCreated, toBeAdded }).toEqual({ toBeCreated: [], toBeAdded: [] })
})

it('names its cookies __Host- and makes them secure at an https address', async () => {
  const options = identity.options
  expect(options.advanced).toMatchObject({
    cookiePrefix: '__Host-duewell',
    defaultCookieAttributes: { secure: true, sameSite: 'lax' },
  })
})
