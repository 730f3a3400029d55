import type { InvoiceDocument } from '../invoice/document.ts'
import { currencyExponent } from '../shared/money.ts'
import { demandedCurrency } from '../tax/national-currency.ts'
import type { TaxGroup } from '../tax/types.ts'
import type { EInvoiceFormat } from './format.ts'
import type { EInvoice } from './model.ts'
import { companyNumberOf, isPeppolScheme } from './national.ts'
import { countryOf } from './parties.ts'
import type { TaxCategory } from '../tax/category.ts'

/** The name is that in the API. */
export interface Missing {
  field: string
  detail: string
}

/** Returns the fields that the standard, the format or the seller's country demands. */
export function missingFor(
  document: InvoiceDocument,
  groups: readonly TaxGroup[],
  format: EInvoiceFormat,
  kind: EInvoice['kind'],
): Missing[] {
  const found = [
    ...ofStandard(document),
    ...ofTaxes(document, groups),
    ...ofNationalTax(document, groups, kind),
    ...(format === 'xrechnung' ? ofXRechnung(document) : []),
    ...(format === 'peppol' ? ofPeppol(document, kind) : []),
  ]
  return found.filter(({ field }, index) => found.findIndex((one) => one.field === field) === index)
}

function ofStandard({ merchant, customer, currency }: InvoiceDocument): Missing[] {
  return [
    ...unless(countryOf(merchant.address), 'profile.address', 'the seller’s address with its country'),
    ...unless(
      countryOf(customer.billingAddress),
      'customer.billing_address',
      'the customer’s address with its country',
    ),
    ...unless(
      merchant.companyNumber ?? merchant.vatNumber ?? merchant.taxNumber,
      'profile.vat_number',
      'a VAT number, company number or tax number of the seller',
    ),
    ...unless(
      currencyExponent(currency) <= 2,
      'currency',
      'a currency with at most two decimals: EN 16931 has no more',
    ),
  ]
}

function ofTaxes(document: InvoiceDocument, groups: readonly TaxGroup[]): Missing[] {
  const { merchant, customer, deliveryDate, servicePeriod, deliveryAddress } = document
  const has = (...wanted: TaxCategory[]) => groups.some(({ category }) => wanted.includes(category))
  const isForeign = has('reverse_charge', 'intra_community')
  return [
    ...(has('standard', 'zero', 'exempt', 'reverse_charge')
      ? unless(
          merchant.vatNumber ?? merchant.taxNumber,
          'profile.vat_number',
          'the seller’s VAT or tax number',
        )
      : []),
    ...(has('intra_community', 'export')
      ? unless(merchant.vatNumber, 'profile.vat_number', 'the seller’s VAT number')
      : []),
    ...(isForeign
      ? unless(
          customer.vatNumber,
          'customer.vat_number',
          'the customer’s VAT number, as they account for the tax',
        )
      : []),
    ...(has('intra_community')
      ? [
          ...unless(deliveryDate ?? servicePeriod, 'delivery_date', 'the day or period of the delivery'),
          ...unless(
            countryOf(deliveryAddress),
            'delivery_address',
            'the address of the delivery with its country',
          ),
        ]
      : []),
    ...(has('outside_scope')
      ? [
          ...unless(
            merchant.companyNumber ?? merchant.taxNumber,
            'profile.company_number',
            'a company number or tax number: such an invoice states no VAT number',
          ),
          ...unless(
            groups.length === 1,
            'lines',
            'what is outside the scope of the tax on an invoice of its own (BR-O-11)',
          ),
        ]
      : []),
  ]
}

/** A credit note states what its invoice states. */
function ofNationalTax(
  { merchant, currency, totals: { nationalTax } }: InvoiceDocument,
  groups: readonly TaxGroup[],
  kind: EInvoice['kind'],
): Missing[] {
  const demanded = demandedCurrency(countryOf(merchant.address), currency)
  const isLacking = kind === 'invoice' && demanded && groups.some(({ tax }) => tax !== 0)
  return isLacking
    ? unless(
        nationalTax?.currency === demanded,
        'tax_exchange_rate',
        `the exchange rate from ${currency} to ${demanded}: the law wants the tax in ${demanded} too`,
      )
    : []
}

function ofXRechnung(document: InvoiceDocument): Missing[] {
  const { merchant, customer, buyerReference, deliveryAddress } = document
  return [
    ...unless(buyerReference, 'buyer_reference', 'the buyer’s reference, for authorities the Leitweg-ID'),
    ...unless(
      merchant.einvoiceContact,
      'profile.einvoice_contact',
      'a contact of the seller with name, telephone and e-mail',
    ),
    ...completeAddress(merchant.address, 'profile.address'),
    ...completeAddress(customer.billingAddress, 'customer.billing_address'),
    ...(deliveryAddress ? completeAddress(deliveryAddress, 'delivery_address') : []),
    ...unless(merchant.electronicAddress, 'profile.electronic_address', 'the seller’s electronic address'),
    ...unless(customer.electronicAddress, 'customer.electronic_address', 'the customer’s electronic address'),
  ]
}

function ofPeppol(document: InvoiceDocument, kind: EInvoice['kind']): Missing[] {
  const { merchant, customer, buyerReference, purchaseOrder } = document
  const seller = countryOf(merchant.address)
  const buyer = countryOf(customer.billingAddress)
  const isGerman = seller === 'DE' && buyer === 'DE'
  const address = (value: { scheme: string } | undefined) => value && isPeppolScheme(value.scheme)
  return [
    ...unless(
      address(merchant.electronicAddress),
      'profile.electronic_address',
      'the seller’s address in the Peppol network, such as 0088:7300010000001',
    ),
    ...unless(
      address(customer.electronicAddress),
      'customer.electronic_address',
      'the customer’s address in the Peppol network',
    ),
    ...(isGerman ? ofXRechnung(document) : []),
    ...unless(
      buyerReference ?? purchaseOrder,
      'buyer_reference',
      'the buyer’s reference or the purchase order',
    ),
    ...ofCountry(document, seller, buyer),
    ...(seller === 'NL' && kind === 'invoice' && buyer === 'NL'
      ? unless(merchant.bankDetails, 'profile.bank_details', 'an account for transfers (NL-R-008)')
      : []),
  ]
}

function ofCountry({ merchant, customer }: InvoiceDocument, seller: string, buyer: string): Missing[] {
  const needsNumber = ['DK', 'IS', 'NL'].includes(seller)
  return [
    ...(needsNumber
      ? unless(
          merchant.companyNumber && companyNumberOf(merchant.companyNumber, seller).scheme,
          'profile.company_number',
          'the number in the register of companies, in the form of the country',
        )
      : []),
    ...(['IS', 'IT', 'NL'].includes(seller) ? completeAddress(merchant.address, 'profile.address') : []),
    ...(seller === buyer && ['IS', 'NL'].includes(seller)
      ? [
          ...completeAddress(customer.billingAddress, 'customer.billing_address'),
          ...unless(
            customer.companyNumber && companyNumberOf(customer.companyNumber, buyer).scheme,
            'customer.company_number',
            'the customer’s number in the register of companies, in the form of the country',
          ),
        ]
      : []),
    ...(seller === 'GR'
      ? unless(undefined, 'clearance', 'the number that myDATA gives, which this product does not ask for')
      : []),
  ]
}

function completeAddress(address: InvoiceDocument['deliveryAddress'], field: string): Missing[] {
  const isComplete = address && 'city' in address && address.city && address.postal_code
  return unless(isComplete, field, 'an address with street, town and postal code')
}

function unless(present: unknown, field: string, detail: string): Missing[] {
  return present ? [] : [{ field, detail }]
}
