import * as v from 'valibot'
import type { PayoutAccount } from '../../../domain/payment/payout-account.ts'

/**
 * The ids of our settlement accounts at Token.io, by ISO 4217 code (GBP, EUR). Only these tell when money has arrived,
 * so in a currency where there is one, no other is used. All other accounts are merchants' own, and what Token.io knows
 * of a payment there ends with the payer's bank.
 */
export type SettlementAccounts = Partial<Record<string, string>>

/** Those that Token.io keeps settlement accounts in; they are the only ones that it can pay out of. */
export const SETTLEMENT_CURRENCIES: readonly string[] = ['GBP', 'EUR']

/** Where a payment goes, as its `creditor`; undefined if there is no account for the currency. */
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

/** The settlement account that the money of such a request goes to; undefined if it names none. */
export function settlementAccountOf(body: string): string | undefined {
  const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), IntoAccount), body)
  return success ? output.initiation.creditor.virtualAccountId : undefined
}

/** Whether a payment into our account for this currency can be given back. */
export function canRefund(accounts: SettlementAccounts, currency: string): boolean {
  return accounts[currency] !== undefined && SETTLEMENT_CURRENCIES.includes(currency)
}
