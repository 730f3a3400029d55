import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { hashApiKey } from '../../api/http/api-key-auth.ts'
import { ApiKeyRow, MerchantRow, PayoutAccountRow } from '../../db/entities/index.ts'
import { newId } from '../../db/ids.ts'
import { createOrm } from '../../db/orm.ts'
import type { Currency } from '../../domain/shared/money.ts'
import { type Login, seedLogin } from './seed-login.ts'

export interface Seeded {
  api_key: string
  merchant_id: string
}

/** Creates a merchant and a key, unless the database has the hash of `knownKey`. */
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
    em.create(ApiKeyRow, {
      hash: hashApiKey(key),
      merchantId: merchant.id,
      mode: 'test',
      createdAt: new Date(),
    })
    for (const currency of ['GBP', 'EUR'] as Currency[]) {
      const account = { type: 'merchant_account' } as const
      const at = { createdAt: new Date(), updatedAt: new Date() }
      em.create(PayoutAccountRow, { merchantId: merchant.id, mode: 'test', currency, account, ...at })
      em.create(PayoutAccountRow, { merchantId: merchant.id, mode: 'live', currency, account, ...at })
    }
    const account = { type: 'iban', iban: 'DK5000400440116243', holder: merchant.name } as const
    const at = { createdAt: new Date(), updatedAt: new Date() }
    const currency = 'DKK' as Currency
    em.create(PayoutAccountRow, { merchantId: merchant.id, mode: 'test', currency, account, ...at })
    await em.flush()
    return { api_key: key, merchant_id: merchant.id }
  } finally {
    await orm.close()
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { DATABASE_URL } = process.env
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set')
  const file = fileURLToPath(new URL('../../.stack/seed.json', import.meta.url))
  const before = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Partial<Seeded> & {
    login?: Login
  }
  const made = await seed(DATABASE_URL, before.api_key)
  const seeded = { ...made, login: await seedLogin(DATABASE_URL, made.merchant_id, before.login) }
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, JSON.stringify(seeded), { mode: 0o600 })
  process.stdout.write(`${JSON.stringify(seeded)}\n`)
}
