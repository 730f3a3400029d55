import { MerchantRow } from './entities/index.ts'
import { newId } from './ids.ts'
import type { EntityManager } from './orm.ts'

export async function createMerchant(
  em: EntityManager,
  { name, email, timeZone }: Pick<MerchantRow, 'name' | 'email' | 'timeZone'>,
): Promise<string> {
  const id = newId('mer')
  const defaults = { numberPrefix: 'INV', linkLifetimeDays: 30 }
  await em.insert(MerchantRow, { id, name, email, timeZone, ...defaults, createdAt: new Date() })
  return id
}
