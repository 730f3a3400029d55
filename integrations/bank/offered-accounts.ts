import type { PayoutAccount } from '../../domain/payment/payout-account.ts'
import { CURRENCIES, type Currency } from '../../domain/shared/money.ts'
import type { Rails } from './rails.ts'

export type AccountType = PayoutAccount['type']

/** Returns the kinds of account to which a rail of this server pays. The rails ask for no details. */
export function offeredTypes(rails: Rails, currency: Currency): AccountType[] {
  const sortCode = { type: 'sort_code', sortCode: '', accountNumber: '', holder: '' } as const
  return [
    ...(rails.supports(currency, sortCode) ? (['sort_code'] as const) : []),
    ...(rails.ibanCountries(currency).length > 0 ? (['iban'] as const) : []),
    ...(rails.supports(currency, { type: 'merchant_account' }) ? (['merchant_account'] as const) : []),
  ]
}

export function offeredCurrencies(rails: Rails): Currency[] {
  return CURRENCIES.filter((currency) => isOffered(rails, currency)).toSorted()
}

/** A rail takes at least one kind of account in the currency. */
export function isOffered(rails: Rails, currency: Currency): boolean {
  return offeredTypes(rails, currency).length > 0
}
