import { currencyExponent, isCurrency, type MinorUnits } from '../../../domain/shared/money.ts'

/** Highest amounts of one payment, in minor units. Keys are bank ids, then ISO 4217 codes. */
export type BankLimits = Readonly<Record<string, Readonly<Record<string, MinorUnits>>>>

/**
 * Highest amount of one payment in a currency's scheme, in minor units.
 * Faster Payments carries one million pounds at most: https://newseventsinsights.wearepay.uk/media-centre/press-releases/1-million-faster-payments-now-possible
 * SEPA messages hold 999,999,999.99 euros at most.
 */
const SCHEME_LIMITS: Readonly<Record<string, MinorUnits>> = { GBP: 100_000_000, EUR: 99_999_999_999 }

export function schemeLimit(currency: string): MinorUnits | undefined {
  return SCHEME_LIMITS[currency]
}

/**
 * Parses the bank limits of the configuration, `ob-monzo=10000 GBP,…`, in whole currency units.
 * Neither API lists limits; TrueLayer's console shows them for each provider.
 *
 * @throws RangeError naming the invalid entry
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
