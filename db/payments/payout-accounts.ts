import type { PayoutAccount } from '../../domain/payment/payout-account.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'
import type { Mode } from '../../domain/shared/mode.ts'

interface Tenant {
  merchantId: string
  mode: Mode
}

export async function payableCurrencies(
  em: EntityManager,
  { merchantId, mode }: Tenant,
): Promise<Set<string>> {
  const rows = await executePrepared<{ currency: string }>(
    em,
    'select currency from payout_account where merchant_id = ? and mode = ?',
    [merchantId, mode],
  )
  return new Set(rows.map(({ currency }) => currency))
}

export async function payoutAccount(
  em: EntityManager,
  { merchantId, mode, currency }: Tenant & { currency: string },
): Promise<PayoutAccount | undefined> {
  const [row] = await executePrepared<{ account: PayoutAccount }>(
    em,
    'select account from payout_account where merchant_id = ? and mode = ? and currency = ?',
    [merchantId, mode, currency],
  )
  return row?.account
}
