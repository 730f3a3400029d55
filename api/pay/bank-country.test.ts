import { expect, it } from 'vitest'
import { localeOf } from '../../domain/texts/locale.ts'
import { banksOfCountry } from './bank-country.ts'

const bank = (country: string) => ({ id: country, name: country, country })
const BANKS = ['DE', 'AT', '', 'FR'].map(bank)

function shown(tag: string, facts: { chosen?: string; billing?: string } = {}, banks = BANKS) {
  const address = { line1: '1', city: 'x', country: facts.billing ?? '' }
  const region = tag.split('-')[1]
  return banksOfCountry(banks, {
    chosen: facts.chosen,
    invoice: { billingAddress: facts.billing ? address : null },
    language: { locale: localeOf(tag), others: [], ...(region ? { region } : {}) },
  })
}

it.each([
  ['the language', shown('de'), 'DE'],
  ['the region of the language', shown('de-AT'), 'AT'],
  ['the language, if its region has no bank', shown('fr-CA'), 'FR'],
  ['the billing address', shown('de-AT', { billing: 'FR' }), 'FR'],
  ['the language, if the country of the address has no bank', shown('de', { billing: 'US' }), 'DE'],
  ['the payer', shown('de', { billing: 'AT', chosen: 'FR' }), 'FR'],
])('shows the banks of one country by %s', (_hint, { banks, countries, country }, expected) => {
  expect(banks).toEqual([bank(expected)])
  expect(country).toBe(expected)
  expect(countries).toEqual(['DE', 'AT', 'FR'])
})

it.each([
  ['the payer wants all', shown('de', { chosen: 'all', billing: 'FR' })],
  ['no hint has a bank', shown('en', { chosen: '<script>', billing: 'GB' })],
  ['the list has one country', shown('de', {}, [bank('DE'), bank('')])],
])('shows all banks when %s', (_case, { banks, country }) => {
  expect(banks.length).toBeGreaterThan(1)
  expect(country).toBe('all')
})
