import { isCurrency, type MinorUnits, minorUnitsOf } from '../../../domain/shared/money.ts'

/** Minor units by bank id and currency. */
export type BankLimits = Readonly<Record<string, Readonly<Record<string, MinorUnits>>>>

/**
 * Minor units. Faster Payments allows at most one million pounds.
 *
 * @see docs/truelayer.md
 */
const SCHEME_LIMITS: Readonly<Record<string, MinorUnits>> = { GBP: 100_000_000, EUR: 99_999_999_999 }

export function schemeLimit(currency: string): MinorUnits | undefined {
  return SCHEME_LIMITS[currency]
}

/**
 * Reads whole units of the currency, as in `ob-monzo=10000 GBP`. Returns minor units.
 *
 * @throws RangeError for an invalid entry
 */
export function readLimits(text: string): BankLimits {
  const limits: Record<string, Record<string, MinorUnits>> = {}
  for (const entry of text.split(',').map((part) => part.trim())) {
    const [, bankId = '', whole = '', currency = ''] = /^([^=\s]+)=(\d{1,12}) ([A-Z]{3})$/.exec(entry) ?? []
    if (!isCurrency(currency))
      throw new RangeError(`invalid bank limit ${entry}: write <bank id>=<whole amount> <currency>`)
    limits[bankId] = {
      ...limits[bankId],
      [currency]: minorUnitsOf(Number(whole), currency),
    }
  }
  return limits
}
