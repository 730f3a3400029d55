import type { PayoutAccount } from '../../../domain/payout-account.ts'

/**
 * An account of ours that payers pay into. `settlement`: kept at Token.io, which then tells when the money is
 * there (GBP, EUR). The others are kept at any bank, and what Token.io knows ends with the payer's bank.
 */
export type TokenIoAccount = ExternalAccount | { settlementAccountId: string }

type ExternalAccount = {
  /** The holder's name, which payers see. */
  name: string
  /**
   * What counts as paid: `credited` (the default) once a bank reports that the money is in our account, which few
   * do; `debited` once the payer's bank reports that it has left theirs.
   */
  paidWhen?: 'credited' | 'debited'
} & ({ iban: string; bic?: string } | { sortCode: string; accountNumber: string })

/** By ISO 4217 code. */
export type TokenIoAccounts = Partial<Record<string, TokenIoAccount>>

/** Token.io's settlement accounts are the only ones it can pay out of, and only over these. */
const REFUNDABLE = new Set(['GBP', 'EUR'])

/** Only Token.io's own accounts tell when money has arrived; in a currency where we have one, no other is used. */
export function isSettlement(account: TokenIoAccount | undefined): boolean {
  return account !== undefined && 'settlementAccountId' in account
}

/** The account that a payment goes to: the merchant's own, or ours for the currency. */
export function accountFor(
  payout: PayoutAccount,
  currency: string,
  accounts: TokenIoAccounts,
): TokenIoAccount | undefined {
  switch (payout.type) {
    case 'merchant_account':
      return accounts[currency]
    case 'iban':
      return { name: payout.holder, iban: payout.iban }
    case 'sort_code':
      return { name: payout.holder, sortCode: payout.sortCode, accountNumber: payout.accountNumber }
  }
}

/** Whether a payment into the account for this currency can be given back. */
export function canRefund(accounts: TokenIoAccounts, currency: string): boolean {
  const account = accounts[currency]
  return account !== undefined && 'settlementAccountId' in account && REFUNDABLE.has(currency)
}

/** The account as a payment's `creditor`. */
export function creditorOf(account: TokenIoAccount): object {
  if ('settlementAccountId' in account) return { virtualAccountId: account.settlementAccountId }
  const { paidWhen: _, ...creditor } = account
  return creditor
}
