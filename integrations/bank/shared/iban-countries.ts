import { countrySpecs, isSEPACountry } from 'ibantools'

/**
 * Members of SEPA since October 2025 and May 2026, which ibantools 4.5 lacks.
 *
 * @see https://www.europeanpaymentscouncil.eu/document-library/other/epc-list-sepa-scheme-countries
 */
const RECENT_MEMBERS = ['AL', 'MD', 'ME', 'MK', 'RS']

/**
 * ISO 3166-1 alpha-2 codes of the SEPA area, which includes Switzerland and other neighbours.
 *
 * @see https://www.europeanpaymentscouncil.eu/document-library/other/epc-list-sepa-scheme-countries
 */
export const SEPA_COUNTRIES: readonly string[] = Object.keys(countrySpecs).filter(
  (code) => isSEPACountry(code) || RECENT_MEMBERS.includes(code),
)

/** Returns the ISO 3166-1 alpha-2 code at the start of an IBAN. */
export function countryOfIban(iban: string): string {
  return iban.slice(0, 2)
}
