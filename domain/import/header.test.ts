import { describe, expect, it } from 'vitest'
import { PRICE_ALIASES, readHeader, targetsByName } from './index.ts'

const OTHERS = ['customer_name', 'customer_email', 'currency', 'due_date', 'description']

function targetOf(header: string, others: string[] = []) {
  const read = readHeader([...OTHERS, header, ...others])
  return 'header' in read ? read.header.targets[OTHERS.length] : read.problems
}

describe('a header that means a price', () => {
  it.each(PRICE_ALIASES)(
    'reads “%s” as the unit price next to a quantity, and as the amount without',
    (name) => {
      expect(targetOf(name, ['Antal'])).toBe('unit_price')
      expect(targetOf(name)).toBe('amount')
    },
  )

  it.each(['Net price', 'Nettopris', 'Nettopreis'])(
    'reads “%s” next to a tax rate, as a net price',
    (name) => {
      expect(targetOf(name, ['tax_rate'])).toBe('amount')
      expect(targetOf(name, ['tax_rate', 'Menge'])).toBe('unit_price')
    },
  )

  it.each(['Price', 'Pris', 'Preis'])('refuses “%s” next to a tax rate, which it may include', (name) => {
    expect(targetOf(name, ['tax_rate'])).toEqual([{ code: 'unclear_amount', headers: [name, 'tax_rate'] }])
  })
})

it.each(['Rechnungsnr.', 'Rechnungs-Nr.', 'Rechnung Nr', 'Belegnummer'])(
  'reads “%s” as the invoice number',
  (name) => {
    expect(targetOf(name, ['amount'])).toBe('invoice_number')
  },
)

it('says what headers mean by their names where the header as a whole is refused', () => {
  expect(targetsByName(['Betrag', 'Total', 'MwSt %', 'Preis', 'Menge', 'Wetter'])).toEqual([
    'amount',
    'amount',
    'tax_rate',
    'unit_price',
    'quantity',
    undefined,
  ])
})
