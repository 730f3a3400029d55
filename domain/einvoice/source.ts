import type { Address, InvoiceDocument, Profile } from '../invoice/document.ts'
import type { CalendarDate } from '../shared/calendar.ts'
import type { Money } from '../shared/money.ts'
import type { Period } from './model.ts'

/** An invoice with all that its e-invoice states. */
export interface EInvoiceSource extends Omit<InvoiceDocument, 'merchant' | 'customer'> {
  merchant: Profile & {
    vatNumber?: string
    electronicAddress?: ElectronicAddress
    einvoiceContact?: { name: string; phone: string; email: string }
    bankDetails?: BankDetails
    smallBusinessNote?: string
  }
  customer: InvoiceDocument['customer'] & { vatNumber?: string; electronicAddress?: ElectronicAddress }
  purchaseOrder?: string
  buyerReference?: string
  deliveryAddress?: Address
  deliveryDate?: CalendarDate
  servicePeriod?: Period
  /** The tax in the currency of the seller's country. */
  nationalTax?: Money
}

interface ElectronicAddress {
  scheme: string
  value: string
}

interface BankDetails {
  account_name: string
  iban?: string
  bic?: string
  sort_code?: string
  account_number?: string
}
