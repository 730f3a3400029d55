import type { EntityData } from '@mikro-orm/core'
import { CustomerRow } from '../../../../db/entities/index.ts'
import type { EntityManager } from '../../../../db/orm.ts'
import { executePrepared, toRow } from '../../../../db/prepared.ts'
import { countryOf } from '../../../../domain/einvoice/parties.ts'
import type { Address } from '../../../../domain/invoice/document.ts'
import type { TaxRounding } from '../../../../domain/tax/types.ts'
import type { ApiDeps } from '../../../deps.ts'
import type { Tenant } from '../../../http/api-key-auth.ts'
import type { CustomerKey } from './customer-of-request.ts'
import type { RequestContext } from './request-rules.ts'

const BY_ID = 'c.id = ?'
const BY_EMAIL = 'lower(c.email) = lower(?)'

/** @param now milliseconds since 1970 */
export async function loadRequestContext(
  { channels, rails }: Pick<ApiDeps, 'channels' | 'rails'>,
  em: EntityManager,
  tenant: Tenant,
  now: number,
  customer: CustomerKey = {},
): Promise<RequestContext> {
  const key = customer.id ?? customer.email
  const [settings] = await executePrepared<{
    timeZone: string
    reminderTime: string
    pricesIncludeTax: boolean
    taxRounding: TaxRounding
    smallBusinessNote: string | null
    address: Address | null
    currencies: string[]
    customer: EntityData<CustomerRow> | null
  }>(
    em,
    `select m.time_zone as "timeZone", m.reminder_time as "reminderTime",
       m.prices_include_tax as "pricesIncludeTax", m.tax_rounding as "taxRounding",
       m.small_business_note as "smallBusinessNote", m.address,
       array(select p.currency::text from payout_account p where p.merchant_id = m.id and p.mode = ?) as currencies,
       ${key === undefined ? 'null' : `(select to_jsonb(c) from customer c where c.merchant_id = m.id and c.mode = ? and c.erased_at is null and ${customer.id === undefined ? BY_EMAIL : BY_ID})`} as customer
     from merchant m where m.id = ?`,
    [tenant.mode, ...(key === undefined ? [] : [tenant.mode, key]), tenant.merchantId],
  )
  if (!settings) throw new RangeError(`no merchant ${tenant.merchantId}`)
  const { customer: _, currencies, smallBusinessNote, address, ...rules } = settings
  const sellerCountry = countryOf(address)
  const note = smallBusinessNote === null ? {} : { smallBusinessNote }
  const known = settings.customer ? { customer: toRow(em, CustomerRow, settings.customer) } : {}
  const ofMode = channels[tenant.mode]
  return {
    ...rules,
    ...note,
    now,
    channels: ofMode,
    rails: rails[tenant.mode],
    currencies: new Set(currencies),
    sellerCountry,
    ...known,
  }
}
