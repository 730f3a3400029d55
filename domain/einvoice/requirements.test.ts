import { describe, expect, it } from 'vitest'
import { invoicesOfCountries } from '../../test/support/einvoice-countries.ts'
import { oneRate } from '../../test/support/einvoice-documents.ts'
import type { InvoiceDocument } from '../invoice/document.ts'
import type { Currency } from '../shared/money.ts'
import { nationalTaxOf } from '../tax/national-tax.ts'
import { totalsOf } from '../tax/totals.ts'
import { type InvoiceLine, NET_PRICES } from '../tax/types.ts'
import type { EInvoiceFormat } from './format.ts'
import { invoiceToEInvoice } from './from-invoice.ts'

function missing(
  format: EInvoiceFormat,
  changes: Partial<InvoiceDocument>,
  ...lines: Partial<InvoiceLine>[]
): string[] {
  const own = lines.map((line) => ({ description: 'Work', quantity: '1', unitAmount: '100', ...line }))
  const priced = own.length > 0 ? { lines: own, totals: totalsOf({ ...NET_PRICES, lines: own }) } : {}
  const found = invoiceToEInvoice({ ...oneRate, ...priced, ...changes }, format)
  return 'missing' in found ? found.missing.map(({ field }) => field) : []
}

function without<T extends object>(value: T, ...keys: (keyof T)[]): T {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key as keyof T))) as T
}

describe('the need of an e-invoice', () => {
  it('is named by field where the standard demands it', () => {
    const merchant = without(oneRate.merchant, 'address', 'vatNumber', 'taxNumber', 'companyNumber')
    const customer = without(oneRate.customer, 'billingAddress')
    expect(missing('factur_x', { merchant, customer })).toEqual([
      'profile.address',
      'customer.billing_address',
      'profile.vat_number',
    ])
    const text = { ...oneRate.customer, billingAddress: { text: 'Hafenweg 3\nHamburg' } }
    expect(missing('factur_x', { customer: text })).toEqual(['customer.billing_address'])
    expect(missing('factur_x', { currency: 'BHD' as Currency })).toEqual(['currency', 'tax_exchange_rate'])
  })

  it('depends on the categories of the tax', () => {
    const customer = without(oneRate.customer, 'vatNumber')
    expect(missing('factur_x', { customer }, { taxCategory: 'reverse_charge' })).toEqual([
      'customer.vat_number',
    ])
    expect(missing('factur_x', { deliveryDate: '' }, { taxCategory: 'intra_community' })).toEqual([
      'delivery_date',
      'delivery_address',
    ])
    expect(missing('factur_x', {}, { taxCategory: 'outside_scope' }, { taxRate: '19' })).toEqual(['lines'])
  })

  it('includes the exchange rate where the law wants the tax in the national currency', () => {
    const currency = 'USD' as Currency
    const rate = ['tax_exchange_rate']
    const abroad = {
      ...oneRate.merchant,
      address: { line1: 'A', city: 'B', postal_code: '1', country: 'US' },
    }
    expect(missing('factur_x', { currency })).toEqual(rate)
    expect(missing('factur_x', { currency }, { taxRate: '0' })).toEqual([])
    expect(missing('factur_x', { merchant: abroad })).toEqual([])
    const stating = (national: string) => {
      const exchange = { currency: national as Currency, exchangeRate: '0.92' }
      const nationalTax = nationalTaxOf(oneRate.totals.tax, currency, exchange)
      return { currency, totals: { ...oneRate.totals, nationalTax } }
    }
    expect(missing('factur_x', stating('EUR'))).toEqual([])
    expect(missing('factur_x', stating('GBP'))).toEqual(rate)
    expect(missing('factur_x', { ...stating('BHD'), merchant: abroad })).toEqual([])
  })

  it('is no tax in a currency with three decimals, which the note states', () => {
    const currency = 'USD' as Currency
    const exchange = { currency: 'BHD' as Currency, exchangeRate: '0.376' }
    const nationalTax = nationalTaxOf(oneRate.totals.tax, currency, exchange)
    const merchant = { ...oneRate.merchant, address: { line1: 'Road 1', city: 'Manama', country: 'BH' } }
    const stating = {
      ...oneRate,
      language: 'en',
      currency,
      merchant,
      totals: { ...oneRate.totals, nationalTax },
    }
    const made = invoiceToEInvoice(stating, 'factur_x')
    // 144.40 × 0.376
    expect('eInvoice' in made && made.eInvoice).toMatchObject({
      note: `${oneRate.description}\nTax in BHD (1 USD = 0.376 BHD): 54.294 BHD`,
    })
    expect('eInvoice' in made && made.eInvoice).not.toHaveProperty('taxInNationalCurrency')
  })

  it('depends on the format and the countries', () => {
    const merchant = without(oneRate.merchant, 'einvoiceContact', 'electronicAddress')
    const lacking = { buyerReference: '', purchaseOrder: '', merchant }
    expect(missing('factur_x', lacking)).toEqual([])
    expect(missing('xrechnung', lacking)).toEqual([
      'buyer_reference',
      'profile.einvoice_contact',
      'profile.electronic_address',
    ])
    const mail = { ...oneRate.customer, electronicAddress: { scheme: 'EM', value: 'a@b.example' } }
    const byMail = { customer: mail }
    expect(missing('xrechnung', byMail)).toEqual([])
    expect(missing('peppol', byMail)).toEqual(['customer.electronic_address'])
    const greek = {
      ...oneRate.merchant,
      address: { line1: 'A', city: 'Athina', postal_code: '1', country: 'GR' },
    }
    expect(missing('peppol', { merchant: greek })).toEqual(['clearance'])
  })

  it.each(['NL', 'IS'])('includes the number of a customer in %s whose seller is there too', (country) => {
    const domestic = invoicesOfCountries().find(
      ({ name }) => name === `${country}-${country}-account`,
    )?.document
    if (!domestic) throw new RangeError(country)
    const { customer } = domestic
    expect(missing('peppol', domestic)).toEqual([])
    const unnumbered = { ...domestic, customer: without(customer, 'companyNumber') }
    expect(missing('peppol', unnumbered)).toEqual(['customer.company_number'])
    const unclear = { ...domestic, customer: { ...customer, companyNumber: 'A 12' } }
    expect(missing('peppol', unclear)).toEqual(['customer.company_number'])
    const abroad = { ...unnumbered.customer, billingAddress: oneRate.customer.billingAddress }
    expect(missing('peppol', { ...unnumbered, customer: abroad } as InvoiceDocument)).toEqual([])
    expect(missing('factur_x', unnumbered)).toEqual([])
  })
})
