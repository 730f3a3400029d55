import type { EntityManager } from '../../../db/orm.ts'
import { executePrepared } from '../../../db/prepared.ts'
import type { ApiDeps } from '../../deps.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import type { RequestContext } from './parse-request.ts'

/** @param now milliseconds since 1970, by the invoice's clock */
export async function loadRequestContext(
  { channels }: Pick<ApiDeps, 'channels'>,
  em: EntityManager,
  tenant: Tenant,
  now: number,
): Promise<RequestContext> {
  const [settings] = await executePrepared<{ timeZone: string; reminderTime: string; currencies: string[] }>(
    em,
    `select m.time_zone as "timeZone", m.reminder_time as "reminderTime",
       array(select p.currency::text from payout_account p where p.merchant_id = m.id and p.mode = ?) as currencies
     from merchant m where m.id = ?`,
    [tenant.mode, tenant.merchantId],
  )
  if (!settings) throw new RangeError(`no merchant ${tenant.merchantId}`)
  const { timeZone, reminderTime, currencies } = settings
  return { timeZone, reminderTime, now, channels: channels[tenant.mode], currencies: new Set(currencies) }
}
