import type { BankReport, InvoiceEvent, Refusal } from '../domain/invoice/index.ts'

// What the invoice workflow asks of the outside. Ids, amounts, dates and states only: no personal data.

/** Short, idempotent writes: run as local activities. */
export interface RecordActivities {
  /** The whole log. With `issue`, a draft is issued first: number, link, dates and the event, in one transaction. */
  openInvoice(input: { invoiceId: string; issue: boolean; now: number }): Promise<InvoiceEvent[]>
  /** Appends the events and brings the row up to date. Returns those that were recorded by others meanwhile: none
   *  of the given ones is lost or doubled by doing it again. */
  recordEvents(input: { invoiceId: string; events: InvoiceEvent[] }): Promise<void>
}

/** Calls to a rail: run as local activities, because a payer is waiting for the answer. */
export interface PaymentActivities {
  /** Cancels the attempt this one replaces, writes this one down, creates the payment, and records the outcome. */
  startPayment(input: {
    invoiceId: string
    attemptId: string
    events: InvoiceEvent[]
  }): Promise<StartPaymentResult>
  /** Reads the payment at its rail; sends the very same request again if it is not known whether it arrived. */
  checkPayment(input: {
    invoiceId: string
    attemptId: string
    cancel: boolean
  }): Promise<Omit<BankReport, 'type' | 'at'>>
}

export type StartPaymentResult =
  /** What was recorded, in order. */
  { outcome: 'started' | 'bank_refused'; events: InvoiceEvent[] } | { outcome: 'refused'; refused: Refusal }

/** Messages to the customer: run as normal activities, retried for days. Each records what it did. */
export interface MessageActivities {
  sendInvoice(input: { invoiceId: string }): Promise<InvoiceEvent>
  sendInvoiceText(input: { invoiceId: string }): Promise<InvoiceEvent>
  sendReceipt(input: { invoiceId: string }): Promise<InvoiceEvent>
}

export type InvoiceActivities = RecordActivities & PaymentActivities & MessageActivities
