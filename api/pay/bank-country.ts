import type { InvoiceRow } from '../../db/entities/index.ts'
import type { Language } from '../../domain/texts/languages.ts'
import type { Bank } from '../../integrations/bank/rail.ts'
import type { PageLanguage } from './page-language.ts'

export interface ShownBanks<Listed> {
  banks: Listed[]
  /** ISO 3166-1 alpha-2 codes: https://www.iso.org/iso-3166-country-codes.html */
  countries: string[]
  /** The page shows the banks of this country, or of `ALL_COUNTRIES`. */
  country: string
}

export interface CountryHints {
  /** The payer chooses a country, or `ALL_COUNTRIES`. */
  chosen?: string | undefined
  invoice: Pick<InvoiceRow, 'billingAddress'>
  language: PageLanguage
}

export const ALL_COUNTRIES = 'all'

const COUNTRY = /^[A-Z]{2}$/

/** English says nothing about a country. */
const COUNTRY_OF: Partial<Record<Language, string>> = {
  da: 'DK',
  de: 'DE',
  es: 'ES',
  fi: 'FI',
  fr: 'FR',
  it: 'IT',
  nb: 'NO',
  nl: 'NL',
  sv: 'SE',
}

/** The first of payer, billing address and language with banks decides about the country. */
export function banksOfCountry<Listed extends Bank>(
  offered: Listed[],
  hints: CountryHints,
): ShownBanks<Listed> {
  const countries = [...new Set(offered.map(({ country }) => country))].filter((code) => COUNTRY.test(code))
  const { chosen, invoice, language } = hints
  const guesses = [chosen, billingCountry(invoice), language.region, COUNTRY_OF[language.locale.language]]
  const country = guesses.find((code) => code === ALL_COUNTRIES || countries.includes(code ?? ''))
  if (country === undefined || country === ALL_COUNTRIES || countries.length === 1) {
    return { banks: offered, countries, country: ALL_COUNTRIES }
  }
  return { banks: offered.filter((bank) => bank.country === country), countries, country }
}

function billingCountry({ billingAddress }: Pick<InvoiceRow, 'billingAddress'>): string | undefined {
  return billingAddress && 'country' in billingAddress ? billingAddress.country : undefined
}
