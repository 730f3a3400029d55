import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOgm, ogm, ogmText } from './belgium.ts'
import { referenceProblem, referenceTypeFor, referenceTypeOf, shownAccount } from './choice.ts'
import { creditorReference, creditorReferenceText, isCreditorReference } from './creditor-reference.ts'
import { fik, fikText, isFik, isKid, isOcr, isViite, kid, ocr, viite, viiteText } from './nordic.ts'
import {
  carriedReference,
  digitsOfCarried,
  drawnReference,
  isReference,
  referenceText,
} from './payment-reference.ts'
import type { Currency } from '../../shared/money.ts'
import { isQrIban, isQrr, qrr, qrrText } from './switzerland.ts'
import { REFERENCE_TYPES, type ReferenceType } from './types.ts'

describe('a structured reference', () => {
  it('is that of the published examples', () => {
    // Wikipedia has the example: https://en.wikipedia.org/wiki/Creditor_Reference
    expect(creditorReference('539007547034')).toBe('RF18539007547034')
    expect(creditorReferenceText('RF18539007547034')).toBe('RF18 5390 0754 7034')
    // https://nl.wikipedia.org/wiki/Gestructureerde_mededeling
    expect(ogm('0909337554')).toBe('090933755493')
    expect(ogmText('090933755493')).toBe('+++090/9337/55493+++')
    expect(ogm('0000000097')).toBe('000000009797')
    // https://www.finanssiala.fi, rule of the domestic reference
    expect(viite('123456')).toBe('1234561')
    expect(viiteText('12345678901234567894')).toBe('12345 67890 12345 67894')
    // https://no.wikipedia.org/wiki/KID-nummer
    expect([kid('1234'), kid('234567')]).toEqual(['12344', '2345676'])
    expect(qrr('210000000003139471430009017'.slice(0, 26))).toBe('210000000003139471430009017')
    expect(qrrText('210000000003139471430009017')).toBe('21 00000 00003 13947 14300 09017')
  })

  it('has the length digit, the zeros and the signs of its country', () => {
    expect(ocr('12345')).toBe('1234574')
    expect(fik('1234', '71')).toHaveLength(15)
    expect(fik('1234', '75')).toHaveLength(16)
    expect(fikText(fik('1234', '71'), '71', '12345678')).toBe('+71<000000000012344+12345678<')
  })

  const CHECKED: [string, (base: string) => string, (reference: string) => boolean][] = [
    ['ISO 11649', creditorReference, isCreditorReference],
    ['OGM', ogm, isOgm],
    ['viite', viite, isViite],
    ['KID', kid, isKid],
    ['OCR', ocr, isOcr],
    ['FIK 71', (base) => fik(base, '71'), (reference) => isFik(reference, '71')],
    ['FIK 75', (base) => fik(base, '75'), (reference) => isFik(reference, '75')],
    ['QR reference', qrr, isQrr],
  ]
  const base = fc.integer({ min: 1_000_000_001, max: 9_999_999_999 }).map(String)

  it.each(CHECKED)('%s shows every single wrong digit', (_, make, isValid) => {
    fc.assert(
      fc.property(base, fc.nat(), fc.integer({ min: 1, max: 9 }), (digits, position, change) => {
        const reference = make(digits)
        expect(isValid(reference)).toBe(true)
        const places = [...reference.matchAll(/\d/g)].map(({ index }) => index)
        const at = places[position % places.length] ?? 0
        const digit = (Number(reference[at]) + change) % 10
        expect(isValid(`${reference.slice(0, at)}${digit}${reference.slice(at + 1)}`)).toBe(false)
      }),
    )
  })
})

describe('a payment reference', () => {
  it('is the number where every rail carries it, and no drawn one can be equal to it', () => {
    for (const number of ['INV-2026-0001', 'A1', '1042', 'A-1002']) expect(isReference(number)).toBe(true)
    for (const number of ['A/1', 'inv-1', 'Ä1', 'A 1', '-A1', 'RF18539007547034', '12345678901']) {
      expect(isReference(number)).toBe(false)
    }
    expect(isReference('A'.repeat(19))).toBe(false)
  })

  it('is never drawn twice, also when the merchant changes the type', () => {
    const type = fc.constantFrom(...REFERENCE_TYPES)
    const drawn = fc.tuple(type, fc.integer({ min: 1, max: 8_999_999_999 }))
    fc.assert(
      fc.property(drawn, drawn, ([oneType, one], [otherType, other]) => {
        fc.pre(one !== other)
        const reference = drawnReference(oneType, one)
        expect(reference).not.toBe(drawnReference(otherType, other))
        expect(isReference(reference)).toBe(false)
        if (oneType !== 'qrr') expect(reference.length).toBeLessThanOrEqual(18)
      }),
    )
  })

  it('is written as people of its country read it', () => {
    const texts = (['ogm', 'viite', 'kid', 'ocr', 'rf'] as const).map((type) =>
      referenceText(drawnReference(type, 42), type),
    )
    expect(texts).toEqual([
      `+++100/0000/042${String(1_000_000_042 % 97).padStart(2, '0')}+++`,
      viiteText(viite('1000000042')),
      kid('1000000042'),
      ocr('1000000042'),
      creditorReferenceText(creditorReference('1000000042')),
    ])
    expect(referenceText('INV-1', 'ogm')).toBe('INV-1')
  })
})

describe('the type of reference', () => {
  const QR_IBAN = 'CH4431999123000889012'

  it('follows the account, unless the merchant chooses', () => {
    const types = [
      'BE68539007547034',
      'FI2112345600000785',
      QR_IBAN,
      'CH9300762011623852957',
      'DE89370400440532013000',
    ]
    expect(types.map((iban) => referenceTypeOf({ iban }))).toEqual(['ogm', 'viite', 'qrr', 'scor', 'number'])
    expect(referenceTypeOf({ iban: 'DE89370400440532013000', reference: 'rf' })).toBe('rf')
    expect([isQrIban(QR_IBAN), isQrIban('CH9300762011623852957')]).toEqual([true, false])
  })

  it.each<[ReferenceType, string, boolean]>([
    ['ogm', 'BE68539007547034', true],
    ['ogm', 'DE89370400440532013000', false],
    ['kid', 'NO9386011117947', true],
    ['fik', 'DK5000400440116243', false],
    ['number', QR_IBAN, false],
    ['qrr', 'CH9300762011623852957', false],
    ['scor', 'DE89370400440532013000', false],
    ['rf', 'CH9300762011623852957', false],
  ])('%s with %s: %s', (reference, iban, isTaken) => {
    expect(referenceProblem({ iban, reference }) === undefined).toBe(isTaken)
  })

  it('is structured only where documents show the account, in a currency of its country', () => {
    const bank = {
      account_name: 'A',
      iban: 'BE68539007547034',
      reference: 'ogm',
      show_on_documents: true,
    } as const
    expect(referenceTypeFor(bank, 'EUR')).toBe('ogm')
    expect(referenceTypeFor(bank, 'GBP')).toBe('number')
    expect(referenceTypeFor({ ...bank, show_on_documents: false }, 'EUR')).toBe('number')
    expect(referenceTypeFor(null, 'EUR')).toBe('number')
  })
})

describe('the account for transfers', () => {
  const bank = { account_name: 'A', reference: 'number', show_on_documents: true } as const

  it.each([
    [{ iban: 'DE89370400440532013000' }, ['EUR']],
    [{ iban: 'DK5000400440116243' }, ['DKK']],
    [{ iban: 'CH4431999123000889012' }, ['CHF', 'EUR']],
    [{ iban: 'GB33BUKB20201555555555' }, ['GBP']],
    [{ sort_code: '040004', account_number: '12345678' }, ['GBP']],
    [{ iban: 'DE89370400440532013000', currencies: ['EUR', 'USD'] as Currency[] }, ['EUR', 'USD']],
  ])('is shown on invoices in the currencies of its country, or in the chosen ones: %j', (account, shown) => {
    const currencies = ['EUR', 'CHF', 'DKK', 'GBP', 'USD']
    const showing = currencies.filter((currency) => shownAccount({ ...bank, ...account }, currency))
    expect(showing.toSorted()).toEqual(shown.toSorted())
    const hidden = { ...bank, ...account, show_on_documents: false }
    expect(currencies.some((currency) => shownAccount(hidden, currency))).toBe(false)
  })
})

describe('the reference of a payment at a rail', () => {
  const SHORT = /^[A-Z0-9-]{1,18}$/

  it.each(REFERENCE_TYPES)('is that of the invoice where it fits, and never equal for two: %s', (type) => {
    const counts = [1, 2, 99, 1_234_567]
    const carried = counts.map((count) => carriedReference(drawnReference(type, count), SHORT))
    for (const reference of carried) expect(reference).toMatch(SHORT)
    const own = counts.map((count) => drawnReference(type, count))
    expect(carried).toEqual(type === 'qrr' ? counts.map((count) => drawnReference('rf', count)) : own)
    expect(own.map((reference) => carriedReference(reference, /./))).toEqual(own)
    expect(new Set(carried).size).toBe(counts.length)
  })

  it('leads a search back to the digits of the invoice’s own reference', () => {
    const carried = carriedReference(drawnReference('qrr', 41), SHORT)
    for (const text of [carried, creditorReferenceText(carried), ` ${carried.toLowerCase()} `]) {
      expect(digitsOfCarried(text)).toBe('1000000041')
    }
    expect(digitsOfCarried('RF00 1000 0000 41')).toBeUndefined()
    expect(digitsOfCarried('INV-2026-0001')).toBeUndefined()
  })
})
