import { InvoiceRow, type MerchantRow } from '../../../db/entities/index.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { countryOf } from '../../../domain/einvoice/parties.ts'
import { nationalCurrencyOf } from '../../../domain/tax/national-currency.ts'
import type { Tenant } from '../../http/api-key-auth.ts'

/** Returns a payable currency: of the last invoice, of the country, or a common one. */
export async function usualCurrency(
  em: EntityManager,
  tenant: Tenant,
  { address }: Pick<MerchantRow, 'address'>,
  payable: readonly string[],
): Promise<string> {
  const orderBy = { createdAt: 'desc' } as const
  const last = await em.findOne(InvoiceRow, tenant, { orderBy, fields: ['currency'] })
  const wanted = [last?.currency, nationalCurrencyOf(countryOf(address)), 'GBP', 'EUR']
  return wanted.find((one) => one !== undefined && payable.includes(one)) ?? payable[0] ?? ''
}
