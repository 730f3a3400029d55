import { SEPA_COUNTRIES } from '../../shared/iban-countries.ts'

export type LocalInstrument =
  | 'FASTER_PAYMENTS'
  | 'SEPA'
  | 'SEPA_INSTANT'
  | 'ELIXIR'
  | 'EU_DOMESTIC_NON_EURO'
  | 'EU_DOMESTIC_NON_EURO_INSTANT'

interface Scheme {
  /** The list is in order of preference, and the last instrument is the fallback. */
  instruments: readonly LocalInstrument[]
  countries?: readonly string[]
}

const DOMESTIC = ['EU_DOMESTIC_NON_EURO_INSTANT', 'EU_DOMESTIC_NON_EURO'] as const

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

/**
 * Faster Payments carry 18 characters, SEPA 140. We rely on 35 for each other scheme.
 *
 * @see docs/token-io.md
 */
export function referenceOf(currency: string): RegExp {
  return currency === 'GBP' ? /^[A-Za-z0-9 .,:'+?-]{1,18}$/ : /^[A-Za-z0-9 .,:'+?-]{1,35}$/
}

export function countriesOf(currency: string): readonly string[] {
  const scheme = SCHEMES[currency]
  return scheme ? (scheme.countries ?? SEPA_COUNTRIES) : []
}

export function ibanCountriesOf(currency: string): readonly string[] {
  return currency === 'GBP' ? [] : countriesOf(currency)
}

export function localInstrumentFor(
  currency: string,
  supported: readonly string[] | undefined,
): LocalInstrument | undefined {
  const instruments = SCHEMES[currency]?.instruments ?? []
  return instruments.find((instrument) => supported?.includes(instrument)) ?? instruments.at(-1)
}
