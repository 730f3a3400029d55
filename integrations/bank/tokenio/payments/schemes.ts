import { SEPA_COUNTRIES } from '../../shared/iban-countries.ts'

/** Token.io's names of the ways a payment can go that we use. */
export type LocalInstrument =
  | 'FASTER_PAYMENTS'
  | 'SEPA'
  | 'SEPA_INSTANT'
  | 'ELIXIR'
  | 'EU_DOMESTIC_NON_EURO'
  | 'EU_DOMESTIC_NON_EURO_INSTANT'

interface Scheme {
  /** The best first; the last is the one every bank of the currency has. */
  instruments: readonly LocalInstrument[]
  /** Where banks pay in the currency; undefined: an instrument says it by itself. */
  countries?: readonly string[]
}

const DOMESTIC = ['EU_DOMESTIC_NON_EURO_INSTANT', 'EU_DOMESTIC_NON_EURO'] as const

/**
 * How each currency is paid. The domestic instruments stand for the scheme of the bank's own country, whichever
 * it is, so the country decides the currency there.
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

/** ISO 4217 codes of what Token.io carries. */
export const CURRENCIES = Object.keys(SCHEMES)

export function schemeOf(currency: string): Scheme | undefined {
  return SCHEMES[currency]
}

/** Where banks are that can pay in the currency, ISO 3166-1 alpha-2. */
export function countriesOf(currency: string): readonly string[] {
  const scheme = SCHEMES[currency]
  return scheme ? (scheme.countries ?? SEPA_COUNTRIES) : []
}

/**
 * Where an account is that the currency's scheme pays to by IBAN: for a domestic one in its own country. Faster Payments
 * goes by sort code and account number.
 */
export function ibanCountriesOf(currency: string): readonly string[] {
  return currency === 'GBP' ? [] : countriesOf(currency)
}

/**
 * The instrument for a payment in the currency from a bank that supports these; from a bank of which nothing is
 * known, the plainest. Undefined for a currency that Token.io does not carry.
 */
export function localInstrumentFor(
  currency: string,
  supported: readonly string[] | undefined,
): LocalInstrument | undefined {
  const instruments = SCHEMES[currency]?.instruments ?? []
  return instruments.find((instrument) => supported?.includes(instrument)) ?? instruments.at(-1)
}
