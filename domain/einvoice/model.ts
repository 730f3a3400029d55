import type { CalendarDate } from '../shared/calendar.ts'
import type { Currency, MinorUnits } from '../shared/money.ts'

/**
 * An electronic invoice by the semantic model of EN 16931-1:2017. BT and BG numbers are the terms of the standard.
 *
 * @see https://docs.peppol.eu/poacc/billing/3.0/syntax/ubl-invoice/tree/
 */
export interface EInvoice {
  /** BT-3 */
  kind: 'invoice' | 'credit_note'
  /** BT-1 */
  number: string
  /** BT-2 */
  issuedOn: CalendarDate
  /** BT-9 */
  dueDate?: CalendarDate
  /** BT-5 */
  currency: Currency
  /** BT-6 with BT-111: the tax once more, in the currency of the seller's country. */
  taxInNationalCurrency?: { currency: Currency; tax: MinorUnits }
  /** BT-10 */
  buyerReference?: string
  /** BT-13 */
  purchaseOrder?: string
  /** BT-22 */
  note?: string
  /** BG-3: the invoices that a credit note takes back. */
  credited?: CreditedInvoice[]
  /** BG-4 */
  seller: Party
  /** BG-7 */
  buyer: Party
  /** BG-13 */
  delivery?: Delivery
  /** BG-14 */
  period?: Period
  /** BG-16 */
  payment: PaymentInstructions
  /** BT-20 */
  paymentTerms?: string
  /** BG-20 and BG-21 */
  adjustments: DocumentAdjustment[]
  /** BG-22 */
  totals: EInvoiceTotals
  /** BG-23 */
  taxes: TaxBreakdown[]
  /** BG-25 */
  lines: EInvoiceLine[]
}

export interface CreditedInvoice {
  /** BT-25 */
  number: string
  /** BT-26 */
  issuedOn: CalendarDate
}

export interface Party {
  /** BT-27, BT-44: the name in law. */
  name: string
  /** BT-28, BT-45 */
  tradingName?: string
  /** BT-29: an identifier, if the party has neither a company number nor a VAT number. */
  id?: string
  /** BT-30, BT-47. The scheme is a code of ISO 6523. */
  companyNumber?: Identifier
  /** BT-31, BT-48 */
  vatNumber?: string
  /** BT-32: the seller's number at its own tax office. */
  taxNumber?: string
  /** BT-34, BT-49. The scheme is a code of the EAS list. */
  electronicAddress?: Required<Identifier>
  /** BG-5, BG-8 */
  address: PartyAddress
  /** BG-6 */
  contact?: Contact
}

interface Identifier {
  value: string
  scheme?: string
}

export interface PartyAddress {
  /** BT-35, BT-50, BT-75 */
  line1?: string
  /** BT-36, BT-51, BT-76 */
  line2?: string
  /** BT-37, BT-52, BT-77 */
  city?: string
  /** BT-38, BT-53, BT-78 */
  postalCode?: string
  /** BT-40, BT-55, BT-80: a code of ISO 3166-1. */
  country: string
}

interface Contact {
  /** BT-41 */
  name: string
  /** BT-42 */
  phone?: string
  /** BT-43 */
  email?: string
}

export interface Delivery {
  /** BT-70 */
  name?: string
  /** BT-72 */
  date?: CalendarDate
  /** BG-15 */
  address?: PartyAddress
}

export interface Period {
  /** BT-73, BT-134 */
  from: CalendarDate
  /** BT-74, BT-135 */
  to: CalendarDate
}

export interface PaymentInstructions {
  /** BT-81: a code of UNTDID 4461. */
  meansCode: string
  /** BT-82 */
  meansText?: string
  /** BT-83 */
  reference?: string
  /** BG-17 */
  account?: {
    /** BT-84 */
    id: string
    isIban: boolean
    /** BT-85 */
    name?: string
    /** BT-86 */
    bic?: string
  }
}

/** Codes of UNTDID 5305. */
export type TaxCategoryCode = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O'

export interface LineAdjustment {
  isCharge: boolean
  /** BT-136, BT-141 */
  amount: MinorUnits
  /** BT-138, BT-143 with their base, BT-137, BT-142. */
  percent?: { rate: string; of: MinorUnits }
  /** BT-139, BT-144 */
  reason: string
}

/** BT-92 to BT-104. */
export interface DocumentAdjustment extends LineAdjustment {
  /** BT-95, BT-102 */
  category: TaxCategoryCode
  /** BT-96, BT-103: per cent, as decimal text. */
  rate: string
}

interface EInvoiceTotals {
  /** BT-106 */
  lines: MinorUnits
  /** BT-107 */
  discounts: MinorUnits
  /** BT-108 */
  charges: MinorUnits
  /** BT-109 */
  net: MinorUnits
  /** BT-110 */
  tax: MinorUnits
  /** BT-112 */
  gross: MinorUnits
  /** BT-113: paid before the issue. */
  paid: MinorUnits
  /** BT-114 */
  rounding: MinorUnits
  /** BT-115 */
  due: MinorUnits
}

export interface TaxBreakdown {
  /** BT-116 */
  net: MinorUnits
  /** BT-117 */
  tax: MinorUnits
  /** BT-118 */
  category: TaxCategoryCode
  /** BT-119: per cent, as decimal text. */
  rate: string
  /** BT-120 */
  reason?: string
  /** BT-121: a code of the VATEX list. */
  reasonCode?: string
}

export interface EInvoiceLine {
  /** BT-126 */
  id: string
  /** BT-129: decimal text. */
  quantity: string
  /** BT-130: a code of UN/ECE Recommendation 20 or 21. */
  unit: string
  /** BT-131 */
  net: MinorUnits
  price: Price
  /** BG-27 and BG-28 */
  adjustments: LineAdjustment[]
  /** BT-151 */
  category: TaxCategoryCode
  /** BT-152: per cent, as decimal text. */
  rate: string
  /** BT-153 */
  name: string
  /** BT-154 */
  description?: string
}

/** BG-29: decimal texts of major units, without tax. */
export interface Price {
  /** BT-146 */
  net: string
  /** BT-149 */
  forQuantity?: string
}
