import { SEPA_COUNTRIES } from '../../shared/iban-countries.ts'

/** The values of Token.io's `localInstrument` that the rail uses. */
export type LocalInstrument =
  | 'FASTER_PAYMENTS'
  | 'SEPA'
  | 'SEPA_INSTANT'
  | 'ELIXIR'
  | 'EU_DOMESTIC_NON_EURO'
  | 'EU_DOMESTIC_NON_EURO_INSTANT'

interface Scheme {
  /** Best first; the last instrument is the fallback. */
  instruments: readonly LocalInstrument[]
  /** Countries of the scheme, ISO 3166-1 alpha-2. Undefined if the instrument implies the currency. */
  countries?: readonly string[]
}

const DOMESTIC = ['EU_DOMESTIC_NON_EURO_INSTANT', 'EU_DOMESTIC_NON_EURO'] as const

/**
 * Schemes by ISO 4217 code. A domestic instrument means the national scheme of the bank's country. The
 * country then determines the currency.
 *
 * @see docs/token-io.md
 */
const SCHEMES: Partial<Record<string, Scheme>> = {
  GBP: { instruments: ['FASTER_PAYMENTS'], countries: ['GB'] },
  EUR: { instruments: ['SEPA_INSTANT', 'SEPA'] },
  DKK: { instruments: DOMESTIC, countries: ['DK'] },
  SEK: { instruments: DOMESTIC, countries: ['SE'] },
  NOK: { instruments: DOMESTIC, countries: ['NO'] },
  CZK: { instruments: DOMESTIC, countries: ['CZ'] },
  HUF: { instruments: DOMESTIC, countries: ['HU'] },
  RON: { instruments: DOMESTIC, countries: ['RO'] },
  PLN: { instruments: ['ELIXIR'], countries: ['PL'] },
}

export const CURRENCIES = Object.keys(SCHEMES)

export function schemeOf(currency: string): Scheme | undefined {
  return SCHEMES[currency]
}

/** Returns the countries of the banks that can pay in the currency, ISO 3166-1 alpha-2. */
export function countriesOf(currency: string): readonly string[] {
  const scheme = SCHEMES[currency]
  return scheme ? (scheme.countries ?? SEPA_COUNTRIES) : []
}

/**
 * Returns the countries of the IBANs that the currency's scheme can pay, ISO 3166-1 alpha-2. Faster Payments
 * (GBP) uses sort codes instead.
 *
 * @see docs/token-io.md
 */
export function ibanCountriesOf(currency: string): readonly string[] {
  return currency === 'GBP' ? [] : countriesOf(currency)
}

/**
 * Chooses the best instrument that the bank supports. A bank with unknown support gets the last instrument.
 *
 * @returns undefined for an unsupported currency
 */
export function localInstrumentFor(
  currency: string,
  supported: readonly string[] | undefined,
): LocalInstrument | undefined {
  const instruments = SCHEMES[currency]?.instruments ?? []
  return instruments.find((instrument) => supported?.includes(instrument)) ?? instruments.at(-1)
}
