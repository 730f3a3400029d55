import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createApiKey, findApiKey } from '../../../db/api-keys.ts'
import { PayoutAccountRow } from '../../../db/entities/index.ts'
import { createMerchant } from '../../../db/merchants.ts'
import { createOrm, type EntityManager } from '../../../db/orm.ts'
import { SCOPES } from '../../../domain/merchant/api-key.ts'
import { type Mode, MODES } from '../../../domain/shared/mode.ts'
import type { Currency } from '../../../domain/shared/money.ts'
import { recordDecision } from '../../../db/trust/operator-decisions.ts'
import { addOwner, type Login, seedLogin } from '../seed-login.ts'

export interface Seeded {
  api_key: string
  live_api_key: string
  merchant_id: string
}

export async function seed(em: EntityManager, known: Partial<Seeded> = {}): Promise<Seeded> {
  const before = await findApiKey(em, known.api_key ?? '')
  const merchantId = before?.merchantId ?? (await createDemoMerchant(em))
  return {
    api_key: await validKey(em, merchantId, 'test', known.api_key),
    live_api_key: await validKey(em, merchantId, 'live', known.live_api_key),
    merchant_id: merchantId,
  }
}

async function validKey(em: EntityManager, merchantId: string, mode: Mode, known = ''): Promise<string> {
  const found = await findApiKey(em, known)
  if (found?.merchantId === merchantId && !found.isRevoked && !found.isExpired) return known
  const wanted = { name: 'Local stack', scopes: SCOPES }
  return (await createApiKey(em, { merchantId, mode }, wanted, { type: 'system' })).key
}

async function createDemoMerchant(em: EntityManager): Promise<string> {
  const name = 'Larkspur Studio'
  const accounts = {
    GBP: { type: 'merchant_account' },
    EUR: { type: 'merchant_account' },
    DKK: { type: 'iban', iban: 'DK5000400440116243', holder: name },
  } as const
  return em.transactional(async (tx) => {
    const timeZone = 'Europe/London'
    const { id: merchantId } = await createMerchant(tx, {
      name,
      email: 'accounts@larkspur.example',
      timeZone,
    })
    await addOwner(tx, merchantId)
    await approve(tx, merchantId)
    const at = { createdAt: new Date(), updatedAt: new Date() }
    for (const mode of MODES) {
      for (const [code, account] of Object.entries(accounts)) {
        tx.create(PayoutAccountRow, { merchantId, mode, currency: code as Currency, account, ...at })
      }
    }
    return merchantId
  })
}

async function approve(em: EntityManager, merchantId: string): Promise<void> {
  const by = { type: 'operator', name: 'local stack' } as const
  await recordDecision(em, merchantId, { kind: 'approved' }, by)
  await recordDecision(em, merchantId, { kind: 'limits_changed', limits: {} }, by)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { DATABASE_URL, SEED_FILE } = process.env
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set')
  const file = SEED_FILE ?? fileURLToPath(new URL('../../.stack/seed.json', import.meta.url))
  const before = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Partial<Seeded> & {
    login?: Login
  }
  const orm = await createOrm(DATABASE_URL, 2)
  const em = orm.em.fork()
  const made = await seed(em, before)
  const seeded = { ...made, login: await seedLogin(em, made.merchant_id, before.login) }
  await orm.close()
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, JSON.stringify(seeded), { mode: 0o600 })
  process.stdout.write(`${JSON.stringify(seeded)}\n`)
}
