import { describe, expect, it } from 'vitest'
import { readHeader, RowReader } from './index.ts'
import { nationalTaxOfRow, pricedOfRow, type RowRules } from './row.ts'

const PLAIN = 'customer_name,customer_email,amount,currency,due_date,description'.split(',')
const CELLS = ['Ada', 'ada@customer.example', '10', 'GBP', '2026-12-31', 'Work']

type Said = Partial<Pick<RowRules, 'dateFormat' | 'pricesIncludeTax'>>

function readRow(
  names: string[],
  cells: string[],
  columns: Parameters<typeof readHeader>[1] = {},
  said: Said = {},
) {
  const read = readHeader(names, columns)
  if (!('header' in read)) throw new Error('the header is refused')
  const rules = {
    decimal: 'point',
    dateFormat: 'YYYY-MM-DD',
    today: '2026-12-01',
    lastDay: '2036-12-01',
    firstDay: '2016-12-01',
    taxRounding: 'group',
    sellerCountry: 'GB',
  } as const
  const currencies = new Set(['GBP', 'EUR'])
  const reader = new RowReader(read.header, {
    ...rules,
    ...said,
    isGuess: false,
    currencies,
    isOffered: (currency) => currency !== 'JPY',
  })
  return reader.read({ rowNumber: 2, lineNumber: 2, cells })
}

const withColumns = (more: Record<string, string>) =>
  readRow(
    [...PLAIN, ...Object.keys(more)],
    [...CELLS.with(2, more['amount'] ?? '10'), ...Object.values(more)],
  )

it('names a column without a header by its letter when its cell is wrong', () => {
  const { errors } = readRow([...PLAIN, ''], [...CELLS, 'no tag'], { 'column G': 'language' })
  expect(errors).toMatchObject([{ column: 'column G', target: 'language', value: 'no tag' }])
})

it('distinguishes a currency without a payout account from one without a payment provider', () => {
  const detailOf = (currency: string) => readRow(PLAIN, CELLS.with(3, currency)).errors?.[0]?.detail
  expect(detailOf('SEK')).toBe('has no payout account: set one for SEK first')
  expect(detailOf('JPY')).toBe('cannot be JPY: no payment provider of this server pays there')
})

it('names the form of dates that was chosen', () => {
  const detailOf = (said: Said) => readRow(PLAIN, CELLS.with(4, '31/02/2027'), {}, said).errors?.[0]?.detail
  expect(detailOf({ dateFormat: 'DD/MM/YYYY' })).toBe('must be a date that exists, DD/MM/YYYY or 2026-12-31')
  expect(detailOf({})).toBe('must be a date that exists, 2026-12-31')
})

it('is refused with a number that a credit note can have', () => {
  expect(withColumns({ number: 'CN-2026-0001' }).errors).toMatchObject([
    { target: 'invoice_number', value: 'CN-2026-0001', code: 'number_reserved' },
  ])
  expect(withColumns({ number: 'CN-17' }).invoice).toMatchObject({ number: 'CN-17' })
})

describe('a row with the columns of tax', () => {
  it('has its unit, its price below a penny, its discount and its category', () => {
    const names = [...PLAIN.filter((name) => name !== 'amount'), 'quantity', 'unit_price', 'Unit', 'discount']
    const cells = CELLS.filter((cell) => cell !== '10')
    const { invoice, errors } = readRow(names, [...cells, '12500', '0.0035', 'Stück', '10 %'])
    expect(errors).toBeNull()
    expect(invoice).toMatchObject({ subtotal: 3_937, amount: 3_937 })
    expect(invoice?.lines).toEqual([
      {
        description: 'Work',
        quantity: '12500',
        unit: 'H87',
        unitAmount: '0.35',
        discounts: [{ percent: '10' }],
      },
    ])
    for (const tax_rate of ['-0', '-0,0 %']) {
      expect(withColumns({ tax_rate, discount: '-0' }).invoice?.amount).toBe(1_000)
    }
    const exempt = withColumns({ tax_category: 'AE', exemption_reason: 'Section 55A' })
    expect(exempt.invoice?.lines).toMatchObject([
      { taxCategory: 'reverse_charge', exemptionReason: 'Section 55A' },
    ])
  })

  it('includes its tax only if it says so', () => {
    const inclusive = withColumns({ tax_rate: '20', prices_include_tax: 'Ja' }).invoice
    expect(inclusive).toMatchObject({ subtotal: 1_000, tax: 167, amount: 1_000 })
    expect(inclusive && pricedOfRow(inclusive).pricesIncludeTax).toBe(true)
    expect(withColumns({ tax_rate: '20', prices_include_tax: '' }).invoice?.amount).toBe(1_200)
    const names = [...PLAIN.with(2, 'Gross'), 'VAT rate']
    expect(readHeader(names)).toMatchObject({ problems: [{ code: 'unclear_amount' }] })
    expect(readHeader([...names, 'prices_include_tax'])).toHaveProperty('header')
    expect(readHeader(names, {}, true)).toHaveProperty('header')
  })

  it('includes its tax as the import says, unless it says so itself', () => {
    const names = [...PLAIN, 'tax_rate', 'prices_include_tax']
    const amounts = ['', 'no', 'yes'].map((own) => {
      const { invoice } = readRow(names, [...CELLS, '20', own], {}, { pricesIncludeTax: true })
      return invoice?.amount
    })
    expect(amounts).toEqual([1_000, 1_200, 1_000])
  })

  it('takes the exchange rate of an invoice in another currency, and the 1 of one in the national currency', () => {
    const cells = [...CELLS.with(3, 'EUR'), '20', '0.8432']
    const { invoice } = readRow([...PLAIN, 'tax_rate', 'Exchange rate'], cells)
    expect(invoice).toMatchObject({
      amount: 1_200,
      taxExchange: { currency: 'GBP', exchangeRate: '0.8432' },
    })
    expect(invoice && nationalTaxOfRow(invoice)?.amount).toBe(169)
    expect(withColumns({ tax_exchange_rate: '1.00' }).invoice).not.toHaveProperty('taxExchange')
    const huge = cells.with(2, '90000000000').with(7, '100000')
    const { errors } = readRow([...PLAIN, 'tax_rate', 'tax_exchange_rate'], huge)
    expect(errors).toMatchObject([{ target: 'tax_exchange_rate', code: 'too_large' }])
  })

  it.each<[Record<string, string>, string]>([
    [{ tax_exchange_rate: '0.8432' }, 'no_national_currency'],
    [{ tax_exchange_rate: '0.84321234' }, 'invalid_exchange_rate'],
    [{ tax_exchange_rate: 'par' }, 'invalid_exchange_rate'],
    [{ tax_exchange_rate: '0' }, 'not_positive'],
    [{ unit: 'furlong' }, 'unknown_unit'],
    [{ tax_rate: '-1' }, 'invalid_tax_rate'],
    [{ tax_category: 'luxury' }, 'invalid_tax_category'],
    [{ tax_category: 'constructor' }, 'invalid_tax_category'],
    [{ tax_rate: '20', tax_category: 'exempt' }, 'invalid_tax_category'],
    [{ tax_category: 'standard' }, 'invalid_tax_category'],
    [{ tax_rate: '20', exemption_reason: 'x' }, 'tax_is_charged'],
    [{ prices_include_tax: 'perhaps' }, 'invalid_yes_or_no'],
  ])('is refused with %j as %s', (more, code) => {
    expect(withColumns(more).errors).toMatchObject([{ code }])
  })
})
