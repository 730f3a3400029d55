import { expect, it } from 'vitest'
import { createMerchant } from '../../db/merchants.ts'
import { verifyPassword } from '../../identity/passwords.ts'
import { useDatabase } from '../../test/support/use-database.ts'
import { addOwner, seedLogin } from './seed-login.ts'

const database = useDatabase()

it('makes a new login for a database in which the known login has no password', async () => {
  const em = database.orm.em.fork()
  const { id } = await createMerchant(em, { name: 'A', email: 'a@merchant.example', timeZone: 'UTC' })
  await addOwner(em, id)
  const known = { email: 'owner@larkspur.example', password: 'of another database' }
  const login = await seedLogin(em, id, known)
  const [row] = await em.execute<{ hash: string }[]>('select password as hash from auth_account')
  expect(await verifyPassword({ hash: row?.hash ?? '', password: login.password })).toBe(true)
  expect(await seedLogin(em, id, login)).toEqual(login)
})
