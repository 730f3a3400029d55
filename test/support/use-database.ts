import { afterAll, beforeAll } from 'vitest'
import { createOrm, type MikroORM } from '../../db/orm.ts'
import { seed } from '../../dev/stack/demo/seed.ts'
import { createTestDatabase } from '../setup/database.ts'

export interface SeededDatabase {
  url: string
  orm: MikroORM
  merchantId: string
}

export function useDatabase(): SeededDatabase {
  const seeded = {} as SeededDatabase
  let drop: (() => Promise<void>) | undefined
  beforeAll(async () => {
    const database = await createTestDatabase()
    drop = () => database.drop()
    const orm = await createOrm(database.url)
    const { merchant_id: merchantId } = await seed(orm.em.fork())
    Object.assign(seeded, { url: database.url, merchantId, orm })
  })
  afterAll(async () => {
    await seeded.orm?.close()
    await drop?.()
  })
  return seeded
}
