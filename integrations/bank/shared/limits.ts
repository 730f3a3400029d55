import { currencyExponent, isCurrency } from '../../../domain/shared/money.ts'

/** The most that one payment from a bank can be: by the bank's id, then by currency, in minor units. */
export type BankLimits = Readonly<Record<string, Readonly<Record<string, bigint>>>>

/**
 * The most that the scheme of a currency carries in one payment, in minor units. Faster Payments: a million pounds,
 * since February 2022. SEPA: what its messages can say; instant ones have had no limit of their own since October 2025.
 */
const SCHEME_LIMITS: Readonly<Record<string, bigint>> = { GBP: 100_000_000n, EUR: 99_999_999_999n }

export function schemeLimit(currency: string): bigint | undefined {
  return SCHEME_LIMITS[currency]
}

/**
 * Limits as an operator writes them down, `ob-monzo=10000 GBP,…`: neither TrueLayer's API nor Token.io's tells them;
 * TrueLayer's console shows them with each provider.
 *
 * @throws RangeError naming the entry that cannot be read
 */
export function readLimits(text: string): BankLimits {
  const limits: Record<string, Record<string, bigint>> = {}
  for (const entry of text.split(',').map((part) => part.trim())) {
    const [, bankId = '', whole = '', currency = ''] = /^([^=\s]+)=(\d{1,12}) ([A-Z]{3})$/.exec(entry) ?? []
    if (!isCurrency(currency))
      throw new RangeError(`${entry} is no limit: write <bank id>=<whole amount> <currency>`)
    limits[bankId] = {
      ...limits[bankId],
      [currency]: BigInt(whole) * 10n ** BigInt(currencyExponent(currency)),
    }
  }
  return limits
}
