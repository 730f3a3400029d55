import { countrySpecs, isSEPACountry } from 'ibantools'

/** Those whose banks joined the schemes in October 2025 and May 2026, which the library does not count yet. */
const JOINED_LATELY = ['AL', 'MD', 'ME', 'MK', 'RS']

/** ISO 3166-1 alpha-2 codes of the countries whose accounts take euros over SEPA, Switzerland and the like too. */
export const SEPA_COUNTRIES: readonly string[] = Object.keys(countrySpecs).filter(
  (code) => isSEPACountry(code) || JOINED_LATELY.includes(code),
)

/** The country that an IBAN's account is in: ISO 13616 begins with it. */
export function countryOfIban(iban: string): string {
  return iban.slice(0, 2)
}
