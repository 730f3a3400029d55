import type { Address } from '../invoice/document.ts'
import type { ElectronicAddress } from '../party/party.ts'
import type { AttachedFormat } from '../einvoice/format.ts'

export interface CustomerDetails {
  name: string
  email: string
  phone?: string | undefined
  companyNumber?: string | undefined
  taxNumber?: string | undefined
  vatNumber?: string | undefined
  billingAddress?: Address | undefined
  electronicAddress?: ElectronicAddress | undefined
  einvoiceFormat?: AttachedFormat | undefined
  cc?: readonly string[] | undefined
}

/** The names are those of the API. */
export interface CustomerFields {
  name: string
  email: string
  phone?: string | undefined
  company_number?: string | undefined
  tax_number?: string | undefined
  vat_number?: string | undefined
  billing_address?: Address | undefined
  electronic_address?: ElectronicAddress | undefined
  einvoice_format?: AttachedFormat | undefined
  cc?: string[] | undefined
}

export function detailsOf({ name, email, phone, cc, ...fields }: CustomerFields): CustomerDetails {
  return {
    name,
    email,
    phone,
    companyNumber: fields.company_number,
    taxNumber: fields.tax_number,
    vatNumber: fields.vat_number,
    billingAddress: fields.billing_address,
    electronicAddress: fields.electronic_address,
    einvoiceFormat: fields.einvoice_format,
    cc,
  }
}

export interface KnownCustomer {
  id: string
  name?: string | null | undefined
  email?: string | null | undefined
  phone?: string | null | undefined
  language?: string | null | undefined
  companyNumber?: string | null | undefined
  taxNumber?: string | null | undefined
  vatNumber?: string | null | undefined
  billingAddress?: Address | null | undefined
  purchaseOrder?: string | null | undefined
  buyerReference?: string | null | undefined
  deliveryAddress?: Address | null | undefined
  electronicAddress?: ElectronicAddress | null | undefined
  einvoiceFormat?: AttachedFormat | null | undefined
  cc: readonly string[]
}

/** The details are of one order. The customer has the usual ones. */
export interface OrderDetails {
  purchaseOrder?: string | undefined
  buyerReference?: string | undefined
  deliveryAddress?: Address | undefined
}

/** The names are those of the API. */
export interface OrderFields {
  purchase_order?: string | undefined
  buyer_reference?: string | undefined
  delivery_address?: Address | undefined
}

export function orderOf({ purchase_order, buyer_reference, delivery_address }: OrderFields): OrderDetails {
  return {
    purchaseOrder: purchase_order,
    buyerReference: buyer_reference,
    deliveryAddress: delivery_address,
  }
}

export function filledFrom<Given extends CustomerDetails>(given: Given, known: KnownCustomer): Given {
  return {
    ...given,
    phone: given.phone ?? known.phone ?? undefined,
    companyNumber: given.companyNumber ?? known.companyNumber ?? undefined,
    taxNumber: given.taxNumber ?? known.taxNumber ?? undefined,
    vatNumber: given.vatNumber ?? known.vatNumber ?? undefined,
    billingAddress: given.billingAddress ?? known.billingAddress ?? undefined,
    electronicAddress: given.electronicAddress ?? known.electronicAddress ?? undefined,
    einvoiceFormat: given.einvoiceFormat ?? known.einvoiceFormat ?? undefined,
    cc: given.cc ?? known.cc,
  }
}

export function orderFilledFrom(given: OrderDetails, known: KnownCustomer): OrderDetails {
  return {
    purchaseOrder: given.purchaseOrder ?? known.purchaseOrder ?? undefined,
    buyerReference: given.buyerReference ?? known.buyerReference ?? undefined,
    deliveryAddress: given.deliveryAddress ?? known.deliveryAddress ?? undefined,
  }
}

export const MAX_CC = 10

export function copyAddresses(cc: readonly string[], email: string): string[] {
  const seen = new Set([email.toLowerCase()])
  return cc.filter((address) => {
    const key = address.toLowerCase()
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}
