import { countrySpecs, isSEPACountry } from 'ibantools'

/** Countries that joined SEPA in October 2025 and May 2026; ibantools 4.5 lacks them. */
const RECENT_MEMBERS = ['AL', 'MD', 'ME', 'MK', 'RS']

/** ISO 3166-1 alpha-2 codes of the SEPA area. Switzerland and others outside the EU belong to it. */
export const SEPA_COUNTRIES: readonly string[] = Object.keys(countrySpecs).filter(
  (code) => isSEPACountry(code) || RECENT_MEMBERS.includes(code),
)

/** Returns the ISO 3166-1 alpha-2 code at the start of an IBAN (ISO 13616). */
export function countryOfIban(iban: string): string {
  return iban.slice(0, 2)
}
