import type { PayoutAccount } from '../../domain/payment/payout-account.ts'
import type { Currency } from '../../domain/shared/money.ts'
import { type Mode, PayoutAccountRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'

interface Tenant {
  merchantId: string
  mode: Mode
}

export async function payableCurrencies(
  em: EntityManager,
  { merchantId, mode }: Tenant,
): Promise<Set<string>> {
  const rows = await em.find(
    PayoutAccountRow,
    { merchantId, mode },
    { fields: ['currency'], disableIdentityMap: true },
  )
  return new Set(rows.map(({ currency }) => currency))
}

export async function payoutAccount(
  em: EntityManager,
  { merchantId, mode, currency }: Tenant & { currency: string },
): Promise<PayoutAccount | undefined> {
  const key = { merchantId, mode, currency: currency as Currency }
  const row = await em.findOne(PayoutAccountRow, key, { disableIdentityMap: true })
  return row?.account
}
