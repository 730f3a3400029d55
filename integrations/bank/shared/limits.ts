import { currencyExponent, isCurrency, type MinorUnits } from '../../../domain/shared/money.ts'

/** Amounts are in minor units, by bank id and currency. */
export type BankLimits = Readonly<Record<string, Readonly<Record<string, MinorUnits>>>>

/**
 * Amounts are in minor units. Faster Payments allows at most one million pounds. The limit in euros is our
 * own.
 *
 * @see
 * https://newseventsinsights.wearepay.uk/media-centre/press-releases/1-million-faster-payments-now-possible
 */
const SCHEME_LIMITS: Readonly<Record<string, MinorUnits>> = { GBP: 100_000_000, EUR: 99_999_999_999 }

/** Returns minor units; undefined if the limit is unknown. */
export function schemeLimit(currency: string): MinorUnits | undefined {
  return SCHEME_LIMITS[currency]
}

/**
 * Parses bank limits such as `ob-monzo=10000 GBP,…`. The text has whole currency units, and the result has
 * minor units.
 *
 * @see docs/truelayer.md
 * @throws RangeError that names the first invalid entry
 */
export function readLimits(text: string): BankLimits {
  const limits: Record<string, Record<string, MinorUnits>> = {}
  for (const entry of text.split(',').map((part) => part.trim())) {
    const [, bankId = '', whole = '', currency = ''] = /^([^=\s]+)=(\d{1,12}) ([A-Z]{3})$/.exec(entry) ?? []
    if (!isCurrency(currency))
      throw new RangeError(`invalid bank limit ${entry}: write <bank id>=<whole amount> <currency>`)
    limits[bankId] = {
      ...limits[bankId],
      [currency]: Number(whole) * 10 ** currencyExponent(currency),
    }
  }
  return limits
}
