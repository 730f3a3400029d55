import type { PayoutAccount } from '../../domain/payment/payout-account.ts'
import type { Currency } from '../../domain/shared/money.ts'
import { type Mode, PayoutAccountRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'

interface Tenant {
  merchantId: string
  mode: Mode
}

/** In which currencies a merchant can be paid: they have said where the money goes. In the transaction of `em`, if any. */
export async function payableCurrencies(
  em: EntityManager,
  { merchantId, mode }: Tenant,
): Promise<Set<string>> {
  const read = em.fork({ keepTransactionContext: true })
  const rows = await read.find(PayoutAccountRow, { merchantId, mode }, { fields: ['currency'] })
  return new Set(rows.map(({ currency }) => currency))
}

/** Where a merchant is paid in this currency, if anywhere. */
export async function payoutAccount(
  em: EntityManager,
  { merchantId, mode, currency }: Tenant & { currency: string },
): Promise<PayoutAccount | undefined> {
  const row = await em.fork().findOne(PayoutAccountRow, { merchantId, mode, currency: currency as Currency })
  return row?.account
}
