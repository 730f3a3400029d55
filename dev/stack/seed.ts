import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { hashApiKey } from '../../api/http/api-key-auth.ts'
import { ApiKeyRow, MerchantRow, PayoutAccountRow } from '../../db/entities/index.ts'
import { newId } from '../../db/ids.ts'
import { createOrm, type EntityManager } from '../../db/orm.ts'
import { type Mode, MODES } from '../../domain/shared/mode.ts'
import type { Currency } from '../../domain/shared/money.ts'

export interface Seeded {
  /** A key of test mode. */
  api_key: string
  live_api_key: string
  merchant_id: string
}

/** Creates a merchant with a key of each mode. Keeps the keys of `known` that the database has. */
export async function seed(databaseUrl: string, known: Partial<Seeded> = {}): Promise<Seeded> {
  const orm = await createOrm(databaseUrl, 2)
  try {
    const em = orm.em.fork()
    const knownKey = await findKey(em, known.api_key)
    const merchantId = knownKey?.merchantId ?? createMerchant(em)
    const knownLive = knownKey && (await findKey(em, known.live_api_key))
    const key = knownKey && known.api_key ? known.api_key : createKey(em, merchantId, 'test')
    const liveKey = knownLive && known.live_api_key ? known.live_api_key : createKey(em, merchantId, 'live')
    await em.flush()
    return { api_key: key, live_api_key: liveKey, merchant_id: merchantId }
  } finally {
    await orm.close()
  }
}

async function findKey(em: EntityManager, key: string | undefined): Promise<ApiKeyRow | null> {
  return key ? em.findOne(ApiKeyRow, { hash: hashApiKey(key) }) : null
}

function createKey(em: EntityManager, merchantId: string, mode: Mode): string {
  const key = `dw_${mode}_${randomBytes(24).toString('base64url')}`
  em.create(ApiKeyRow, { hash: hashApiKey(key), merchantId, mode, createdAt: new Date() })
  return key
}

function createMerchant(em: EntityManager): string {
  const merchant = em.create(MerchantRow, {
    id: newId('mer'),
    name: 'Larkspur Studio',
    email: 'accounts@larkspur.example',
    timeZone: 'Europe/London',
    numberPrefix: 'INV',
    linkLifetimeDays: 30,
    createdAt: new Date(),
  })
  const iban = { type: 'iban', iban: 'DK5000400440116243', holder: merchant.name } as const
  const accounts = {
    GBP: { type: 'merchant_account' },
    EUR: { type: 'merchant_account' },
    DKK: iban,
  } as const
  for (const mode of MODES) {
    for (const [code, account] of Object.entries(accounts)) {
      const at = { createdAt: new Date(), updatedAt: new Date() }
      const currency = code as Currency
      em.create(PayoutAccountRow, { merchantId: merchant.id, mode, currency, account, ...at })
    }
  }
  return merchant.id
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { DATABASE_URL } = process.env
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set')
  const file = fileURLToPath(new URL('../../.stack/seed.json', import.meta.url))
  const before = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Partial<Seeded>
  const seeded = await seed(DATABASE_URL, before)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, JSON.stringify(seeded), { mode: 0o600 })
  process.stdout.write(`${JSON.stringify(seeded)}\n`)
}
