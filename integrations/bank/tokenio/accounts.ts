import * as v from 'valibot'
import type { PayoutAccount } from '../../../domain/payment/payout-account.ts'

/**
 * Ids of our settlement accounts at Token.io, by ISO 4217 code (GBP, EUR).
 * Only these accounts report arrived money, so a currency with one uses no other account.
 * For a merchant's own account the last known status is that of the payer's bank.
 */
export type SettlementAccounts = Partial<Record<string, string>>

/** Currencies of Token.io's settlement accounts. Refunds leave only from these. */
export const SETTLEMENT_CURRENCIES: readonly string[] = ['GBP', 'EUR']

/** Builds the `creditor` of a payment; undefined if the currency has no account. */
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

/** Reads the settlement account's id from a payment body. Undefined if the body names another kind of account. */
export function settlementAccountOf(body: string): string | undefined {
  const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), IntoAccount), body)
  return success ? output.initiation.creditor.virtualAccountId : undefined
}

/** Reports whether payments into our account for this currency can be refunded. */
export function canRefund(accounts: SettlementAccounts, currency: string): boolean {
  return accounts[currency] !== undefined && SETTLEMENT_CURRENCIES.includes(currency)
}
