import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { hashApiKey } from '../api/merchant/auth.ts'
import { ApiKeyRow, MerchantRow } from '../db/entities.ts'
import { newId } from '../db/ids.ts'
import { createOrm } from '../db/orm.ts'

export interface Seeded {
  api_key: string
  merchant_id: string
}

/**
 * Makes the demo merchant with a test key, once. The key is stored hashed only, so it is handed in again to
 * find out whether it still works.
 */
export async function seed(databaseUrl: string, knownKey?: string): Promise<Seeded> {
  const orm = await createOrm(databaseUrl, 2)
  try {
    const em = orm.em.fork()
    const known = knownKey ? await em.findOne(ApiKeyRow, { hash: hashApiKey(knownKey) }) : null
    if (known && knownKey) return { api_key: knownKey, merchant_id: known.merchantId }
    const key = `dw_test_${randomBytes(24).toString('base64url')}`
    const merchant = em.create(MerchantRow, {
      id: newId('mer'),
      name: 'Larkspur Studio',
      email: 'accounts@larkspur.example',
      timeZone: 'Europe/London',
      numberPrefix: 'INV',
      linkLifetimeDays: 30,
      createdAt: new Date(),
    })
    em.create(ApiKeyRow, { hash: hashApiKey(key), merchantId: merchant.id, mode: 'test', createdAt: new Date() })
    await em.flush()
    return { api_key: key, merchant_id: merchant.id }
  } finally {
    await orm.close()
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { DATABASE_URL, SEED_FILE } = process.env
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set')
  const before = SEED_FILE ? await readFile(SEED_FILE, 'utf8').catch(() => '{}') : '{}'
  const seeded = await seed(DATABASE_URL, (JSON.parse(before) as Partial<Seeded>).api_key)
  if (SEED_FILE) await writeFile(SEED_FILE, JSON.stringify(seeded), { mode: 0o600 })
  process.stdout.write(`${JSON.stringify(seeded)}\n`)
}
