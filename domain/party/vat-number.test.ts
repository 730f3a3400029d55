import { describe, expect, it } from 'vitest'
import { readVatNumber } from './vat-number.ts'

/** Companies and authorities publish these numbers. */
const VALID = [
  'ATU13585627',
  'BE0403019261',
  'BG175074752',
  'CHE116281710',
  'CY10259033P',
  'CZ25123891',
  'DE136695976',
  'DK13585628',
  'EE100931558',
  'EL094259216',
  'ESB58378431',
  'FI20774740',
  'FR40303265045',
  'GB980780684',
  'XI980780684',
  'HR33392005961',
  'HU12892312',
  'IE6433435F',
  'IS00621',
  'IT00743110157',
  'LT119511515',
  'LU15027442',
  'LV40003521600',
  'MT11679112',
  'NL004495445B01',
  'NO995525828MVA',
  'PL8567346215',
  'PT501964843',
  'RO18547290',
  'SE556188840401',
  'SI50223054',
  'SK2022749619',
]

describe('a VAT number', () => {
  it.each(VALID)('%s is taken, and not with another digit', (number) => {
    expect(readVatNumber(number)).toBe(number)
    const at = number.search(/\d(?=\D*$)/)
    if (/^(MT|IS|CY|IE|NL|SE|XI)/.test(number)) return
    const other = `${number.slice(0, at)}${(Number(number[at]) + 1) % 10}${number.slice(at + 1)}`
    expect(readVatNumber(other)).toBeUndefined()
  })

  it('is read with spaces, dots and words, and written without', () => {
    expect(readVatNumber('CHE-116.281.710 MWST')).toBe('CHE116281710')
    expect(readVatNumber('NO 995 525 828')).toBe('NO995525828MVA')
    expect(readVatNumber('gr 094259216')).toBe('EL094259216')
    expect(readVatNumber('GB 980 7806 84')).toBe('GB980780684')
  })

  it('is taken from Bulgarian persons and companies with each first digit, and not with another digit', () => {
    for (const number of ['BG9523169267', 'BG7523169263', 'BG831642181', 'BG830000003']) {
      expect(readVatNumber(number)).toBe(number)
      expect(readVatNumber(number.replace(/.$/, (last) => String((Number(last) + 1) % 10)))).toBeUndefined()
    }
  })

  it('is refused without its country, and of a country that has none', () => {
    for (const text of ['', '136695976', 'US123456789', 'DE', 'DE1366959761']) {
      expect(readVatNumber(text)).toBeUndefined()
    }
  })
})
