import { countrySpecs, isSEPACountry } from 'ibantools'

/**
 * ibantools 4.5 lacks these members of SEPA.
 *
 * @see https://www.europeanpaymentscouncil.eu/document-library/other/epc-list-sepa-scheme-countries
 */
const RECENT_MEMBERS = ['AL', 'MD', 'ME', 'MK', 'RS']

export const SEPA_COUNTRIES: readonly string[] = Object.keys(countrySpecs).filter(
  (code) => isSEPACountry(code) || RECENT_MEMBERS.includes(code),
)

export function countryOfIban(iban: string): string {
  return iban.slice(0, 2)
}
