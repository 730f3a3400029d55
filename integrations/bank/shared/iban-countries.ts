import { countrySpecs, isSEPACountry } from 'ibantools'

/**
 * ibantools 4.5 lacks these members of SEPA.
 *
 * @see https://www.europeanpaymentscouncil.eu/document-library/other/epc-list-sepa-scheme-countries
 */
const RECENT_MEMBERS = ['AL', 'MD', 'ME', 'MK', 'RS']

/**
 * The codes follow ISO 3166-1 alpha-2, and include territories.
 *
 * @see https://www.iso.org/iso-3166-country-codes.html
 */
export const SEPA_COUNTRIES: readonly string[] = Object.keys(countrySpecs).filter(
  (code) => isSEPACountry(code) || RECENT_MEMBERS.includes(code),
)

export function countryOfIban(iban: string): string {
  return iban.slice(0, 2)
}
