import { countrySpecs, isSEPACountry } from 'ibantools'

/** ISO 3166-1 alpha-2 codes of the countries whose accounts take euros over SEPA, Switzerland and the like too. */
export const SEPA_COUNTRIES: readonly string[] = Object.keys(countrySpecs).filter((code) =>
  isSEPACountry(code),
)

/** The country that an IBAN's account is in: ISO 13616 begins with it. */
export function countryOfIban(iban: string): string {
  return iban.slice(0, 2)
}
