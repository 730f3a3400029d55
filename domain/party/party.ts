import type { Currency } from '../shared/money.ts'
import type { ReferenceType } from '../payment/references/types.ts'
import type { CalendarDate } from '../shared/calendar.ts'

/** BT-34 and BT-49 of EN 16931. The scheme is a code of the list EAS. */
export interface ElectronicAddress {
  scheme: string
  value: string
}

/** BG-6 of EN 16931. XRechnung requires all three. */
export interface EinvoiceContact {
  name: string
  phone: string
  email: string
}

/** The days are included. */
export interface ServicePeriod {
  from: CalendarDate
  to: CalendarDate
}

/** The account has an IBAN, or a British sort code and number. */
export interface BankDetails {
  account_name: string
  iban?: string
  bic?: string
  sort_code?: string
  account_number?: string
  /** The bank of the account takes this structured reference. */
  reference: ReferenceType
  /** A Danish bank gives these eight digits for payments by FIK. */
  creditor_number?: string
  /** False keeps them to e-invoices. */
  show_on_documents: boolean
  /** Invoices in these show the account. Absent, the country of the account has them. */
  currencies?: Currency[]
}
