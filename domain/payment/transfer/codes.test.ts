import { describe, expect, it } from 'vitest'
import { creditorReference } from '../references/creditor-reference.ts'
import { epcCode } from './epc-code.ts'
import { swissBill } from './swiss-bill.ts'

describe('the code of a SEPA credit transfer', () => {
  const order = {
    accountName: 'Larkspur GmbH',
    iban: 'DE89370400440532013000',
    amount: 1_230,
    reference: 'INV-1',
  }

  it('has the lines of the guidelines, two decimals, and no bank that the merchant did not name', () => {
    expect(epcCode(order)).toBe(
      'BCD\n002\n1\nSCT\n\nLarkspur GmbH\nDE89370400440532013000\nEUR12.30\n\n\nINV-1',
    )
    const named = { ...order, bic: 'COBADEFFXXX', reference: 'RF18539007547034' }
    expect(epcCode(named)).toBe(
      'BCD\n002\n1\nSCT\nCOBADEFFXXX\nLarkspur GmbH\nDE89370400440532013000\nEUR12.30\n\nRF18539007547034',
    )
  })

  it.each([
    [1, 'EUR0.01'],
    [10, 'EUR0.10'],
    [100, 'EUR1.00'],
    [123_456_789, 'EUR1234567.89'],
    [99_999_999_999, 'EUR999999999.99'],
  ])('writes %i cents as %s', (amount, text) => {
    expect(epcCode({ ...order, amount })?.split('\n')[7]).toBe(text)
  })

  it('does not exist for an amount or a text that it cannot hold', () => {
    for (const amount of [0, 100_000_000_000, 0.5]) expect(epcCode({ ...order, amount })).toBeUndefined()
    expect(epcCode({ ...order, accountName: '漢'.repeat(70), reference: 'A'.repeat(140) })).toBeUndefined()
  })
})

describe('the code of a Swiss QR-bill', () => {
  const order = {
    iban: 'CH4431999123000889012',
    creditor: {
      name: 'Robert Schneider AG',
      line1: 'Rue du Lac 1268',
      city: 'Biel',
      postalCode: '2501',
      country: 'CH',
    },
    amount: 194_975,
    currency: 'CHF',
    reference: '210000000003139471430009017',
  }

  it('has the elements of the guidelines in their order', () => {
    const lines = swissBill(order)?.code.split('\n')
    expect(lines).toHaveLength(31)
    expect(lines?.slice(0, 11)).toEqual([
      'SPC',
      '0200',
      '1',
      'CH4431999123000889012',
      'S',
      'Robert Schneider AG',
      'Rue du Lac 1268',
      '',
      '2501',
      'Biel',
      'CH',
    ])
    expect(lines?.slice(18, 20)).toEqual(['1949.75', 'CHF'])
    expect(lines?.slice(27)).toEqual(['QRR', '210000000003139471430009017', '', 'EPD'])
  })

  it('takes a creditor reference or none with another IBAN, and never a wrong reference', () => {
    const iban = 'CH9300762011623852957'
    const typeOf = (changes: object) =>
      swissBill({ ...order, ...changes })
        ?.code.split('\n')
        .slice(27, 30)
    expect(typeOf({ iban, reference: creditorReference('42') })).toEqual([
      'SCOR',
      creditorReference('42'),
      '',
    ])
    expect(typeOf({ iban, reference: 'INV-1' })).toEqual(['NON', '', 'INV-1'])
    expect(typeOf({ reference: '210000000003139471430009018' })).toBeUndefined()
    expect(typeOf({ reference: 'INV-1' })).toBeUndefined()
    expect(typeOf({ iban, reference: 'RF19539007547034' })).toBeUndefined()
    expect(typeOf({ iban: 'DE89370400440532013000', reference: 'INV-1' })).toBeUndefined()
  })

  it('does not exist for another currency, or an address that is incomplete or in other letters', () => {
    const { creditor } = order
    expect(swissBill({ ...order, currency: 'GBP' })).toBeUndefined()
    expect(swissBill({ ...order, creditor: { ...creditor, postalCode: '' } })).toBeUndefined()
    expect(swissBill({ ...order, creditor: { ...creditor, city: 'Базель' } })).toBeUndefined()
  })

  const debtor = {
    name: 'Pia Rutschmann',
    line1: 'Marktgasse 28',
    city: 'Rorschach',
    postalCode: 'CH-9400',
    country: 'CH',
  }

  it('names the payer, with the postal code alone', () => {
    expect(
      swissBill({ ...order, debtor })
        ?.code.split('\n')
        .slice(20, 27),
    ).toEqual(['S', 'Pia Rutschmann', 'Marktgasse 28', '', '9400', 'Rorschach', 'CH'])
  })

  it.each([
    ['other letters', { ...debtor, name: 'Пиа' }],
    ['no town', { ...debtor, city: '' }],
    ['a name that is too long', { ...debtor, name: 'A'.repeat(71) }],
  ])('leaves a payer with %s out, and prints a box instead', (_, other) => {
    const bill = swissBill({ ...order, debtor: other })
    expect(bill?.debtor).toBeUndefined()
    expect(bill?.code.split('\n').slice(20, 27)).toEqual(['', '', '', '', '', '', ''])
  })

  it('leaves the payer out of a text of more than 997 bytes', () => {
    const long = (country: string) => ({
      name: 'ł'.repeat(70),
      line1: 'ł'.repeat(70),
      city: 'ł'.repeat(35),
      postalCode: '1'.repeat(16),
      country,
    })
    const changes = {
      iban: 'CH9300762011623852957',
      reference: 'ł'.repeat(140),
      creditor: long('CH'),
      debtor: long('DE'),
    }
    const bill = swissBill({ ...order, ...changes })
    expect(bill?.debtor).toBeUndefined()
    expect(Buffer.byteLength(bill?.code ?? '')).toBeLessThanOrEqual(997)
    expect(swissBill({ ...order, ...changes, reference: 'INV-1' })?.debtor).toBeDefined()
  })
})
