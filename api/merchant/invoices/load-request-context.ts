import { MerchantRow } from '../../../db/entities/index.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { payableCurrencies } from '../../../db/payments/payout-accounts.ts'
import type { ApiDeps } from '../../deps.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import type { RequestContext } from './parse-request.ts'

/** @param now the current instant, in milliseconds since 1970 */
export async function loadRequestContext(
  { channels }: Pick<ApiDeps, 'channels'>,
  em: EntityManager,
  tenant: Tenant,
  now: number,
): Promise<RequestContext> {
  const { timeZone, reminderTime } = await em.findOneOrFail(MerchantRow, { id: tenant.merchantId })
  return { timeZone, reminderTime, now, channels, currencies: await payableCurrencies(em, tenant) }
}
