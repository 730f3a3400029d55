import { countrySpecs, isSEPACountry } from 'ibantools'

/**
 * The SEPA members that ibantools 4.5 lacks.
 *
 * @see https://www.europeanpaymentscouncil.eu/document-library/other/epc-list-sepa-scheme-countries
 */
const RECENT_MEMBERS = ['AL', 'MD', 'ME', 'MK', 'RS']

/**
 * The countries and territories of the SEPA area, as ISO 3166-1 alpha-2 codes.
 *
 * @see https://www.europeanpaymentscouncil.eu/document-library/other/epc-list-sepa-scheme-countries
 */
export const SEPA_COUNTRIES: readonly string[] = Object.keys(countrySpecs).filter(
  (code) => isSEPACountry(code) || RECENT_MEMBERS.includes(code),
)

export function countryOfIban(iban: string): string {
  return iban.slice(0, 2)
}
