import type { Address, InvoiceDocument } from '../invoice/document.ts'
import type { EInvoiceFormat } from './format.ts'
import type { Delivery, Party, PartyAddress, PaymentInstructions } from './model.ts'
import { companyNumberOf } from './national.ts'
import type { TaxCategory } from '../tax/category.ts'

type Categories = ReadonlySet<TaxCategory>

/** BR-O-02: an invoice outside the scope of the tax states no VAT number. */
function statesVatNumbers(categories: Categories): boolean {
  return !categories.has('outside_scope')
}

export function sellerOf(
  { merchant }: InvoiceDocument,
  categories: Categories,
  format: EInvoiceFormat,
): Party {
  const { name, legalName, address, companyNumber, vatNumber, taxNumber, phone, email } = merchant
  const { electronicAddress, einvoiceContact } = merchant
  const country = countryOf(address)
  const states = statesVatNumbers(categories)
  // SE-R-005 gives the Swedish tax number another meaning.
  const hasTaxNumber = taxNumber && taxNumber !== vatNumber && !(country === 'SE' && format === 'peppol')
  return {
    name: legalName ?? name,
    ...(legalName && legalName !== name ? { tradingName: name } : {}),
    ...(companyNumber ? { companyNumber: companyNumberOf(companyNumber, country) } : {}),
    ...(vatNumber && states ? { vatNumber } : {}),
    ...(hasTaxNumber ? { taxNumber } : {}),
    ...(!companyNumber && !(vatNumber && states) && taxNumber ? { id: taxNumber } : {}),
    ...(electronicAddress ? { electronicAddress } : {}),
    address: partyAddress(address),
    contact: einvoiceContact ?? { name: legalName ?? name, email, ...(phone ? { phone } : {}) },
  }
}

/** The e-mail address is left out: it is no part of the accounting record. */
export function buyerOf({ customer }: InvoiceDocument, categories: Categories): Party {
  const { name, companyNumber, vatNumber, billingAddress, electronicAddress } = customer
  const country = countryOf(billingAddress)
  return {
    name,
    ...(companyNumber ? { companyNumber: companyNumberOf(companyNumber, country) } : {}),
    ...(vatNumber && statesVatNumbers(categories) ? { vatNumber } : {}),
    ...(electronicAddress ? { electronicAddress } : {}),
    address: partyAddress(billingAddress),
  }
}

export function deliveryOf({
  deliveryDate,
  deliveryAddress,
  customer,
}: InvoiceDocument): Delivery | undefined {
  if (!deliveryDate && !deliveryAddress) return undefined
  const isComplete = deliveryAddress && 'country' in deliveryAddress
  return {
    ...(deliveryDate ? { date: deliveryDate } : {}),
    ...(isComplete ? { name: customer.name, address: partyAddress(deliveryAddress) } : {}),
  }
}

/** Codes of UNTDID 4461. */
const MEANS = { sepa: '58', transfer: '30', online: '68', undefined: '1' } as const

export function paymentOf(source: InvoiceDocument): PaymentInstructions {
  const { merchant, currency, number, paymentReference: reference = number } = source
  const { bankDetails: bank, address } = merchant
  const isDanish = countryOf(address) === 'DK'
  const id =
    bank?.iban ?? (bank?.sort_code && bank.account_number && `${bank.sort_code}${bank.account_number}`)
  if (!bank || !id) {
    // DK-R-005 leaves Danish sellers few codes.
    return {
      meansCode: isDanish ? MEANS.undefined : MEANS.online,
      meansText: 'Pay by bank, online',
      reference,
    }
  }
  const isIban = bank.iban !== undefined
  const transfer = isDanish ? MEANS.undefined : MEANS.transfer
  return {
    meansCode: isIban && currency === 'EUR' ? MEANS.sepa : transfer,
    reference,
    account: {
      id: id.replace(/[\s-]/g, ''),
      isIban,
      name: bank.account_name,
      ...(bank.bic ? { bic: bank.bic } : {}),
    },
  }
}

export function countryOf(address: Address | null | undefined): string {
  return address && 'country' in address ? address.country : ''
}

function partyAddress(address: Address | undefined): PartyAddress {
  if (!address || !('country' in address)) return { country: '' }
  const { line1, line2, city, postal_code: postalCode, country } = address
  return { line1, city, country, ...(line2 ? { line2 } : {}), ...(postalCode ? { postalCode } : {}) }
}
