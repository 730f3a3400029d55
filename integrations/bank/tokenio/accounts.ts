import * as v from 'valibot'
import type { PayoutAccount } from '../../../domain/payment/payout-account.ts'

export type SettlementAccounts = Partial<Record<string, string>>

/**
 * Token.io refunds from settlement accounts only in these currencies.
 *
 * @see docs/token-io.md
 */
export const SETTLEMENT_CURRENCIES: readonly string[] = ['GBP', 'EUR']

export function creditorOf(
  payout: PayoutAccount,
  currency: string,
  accounts: SettlementAccounts,
): object | undefined {
  switch (payout.type) {
    case 'merchant_account':
      return accounts[currency] === undefined ? undefined : { virtualAccountId: accounts[currency] }
    case 'iban':
      return { name: payout.holder, iban: payout.iban }
    case 'sort_code':
      return { name: payout.holder, sortCode: payout.sortCode, accountNumber: payout.accountNumber }
  }
}

const IntoAccount = v.object({
  initiation: v.object({ creditor: v.object({ virtualAccountId: v.string() }) }),
})

export function settlementAccountOf(body: string): string | undefined {
  const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), IntoAccount), body)
  return success ? output.initiation.creditor.virtualAccountId : undefined
}

export function canRefund(accounts: SettlementAccounts, currency: string): boolean {
  return accounts[currency] !== undefined && SETTLEMENT_CURRENCIES.includes(currency)
}
