import type {
  BankReport,
  InvoiceEvent,
  MerchantActor,
  RefundReport,
  Refusal,
} from '../../domain/invoice/index.ts'

// What the invoice workflow asks of the outside. Ids, amounts, dates and states only: no personal data.

/** How far the invoice's own clock is ahead of the real one, in milliseconds; absent: not at all. */
interface Clocked {
  invoiceId: string
  testClockOffsetMs?: number
}

/** Short, idempotent writes: run as local activities. */
export interface RecordActivities {
  /** The whole log. With `issue`, a draft is issued first: number, link, dates and the event, in one transaction. */
  openInvoice(input: { invoiceId: string; issue: boolean; now: number }): Promise<InvoiceEvent[]>
  /**
   * Appends the events and brings the row up to date; doing it again changes nothing.
   *
   * @param known how many decisions they rest on. If the log holds more, or they are overtaken by what was recorded
   *   beside, they were made in ignorance of it: nothing is appended, and the answer is the log, to decide anew. Absent from callers of the first version.
   */
  recordEvents(input: {
    invoiceId: string
    events: InvoiceEvent[]
    knownDecisions?: number
  }): Promise<void | { missed: InvoiceEvent[] }>
  /**
   * Decides a request that needs the merchant's calendar, and records it with what it changes.
   *
   * @param known how many decisions the caller knows of: those are not answered again
   */
  reschedule(input: {
    invoiceId: string
    request: { commandId: string; actor: MerchantActor } & (
      | { type: 'amend' }
      | { type: 'resume'; dates: 'keep' | 'shift' }
    )
    now: number
    knownDecisions?: number
  }): Promise<{ events: InvoiceEvent[] } | { refused: Refusal }>
}

/** Calls to a rail: run as local activities, because a payer is waiting for the answer. */
export interface PaymentActivities {
  /** Cancels the attempt this one replaces, writes this one down, creates the payment, and records the outcome. */
  startPayment(input: Clocked & { attemptId: string; events: InvoiceEvent[] }): Promise<StartPaymentResult>
  /** Reads the payment at its rail; sends the very same request again if it is not known whether it arrived. */
  checkPayment(
    input: Clocked & { attemptId: string; cancel: boolean },
  ): Promise<Omit<BankReport, 'type' | 'at'>>
  /** Reads a payment that the rail has spoken of, whatever the log holds of it. */
  readPayment(input: {
    attemptId: string
    providerPaymentId: string
  }): Promise<Omit<BankReport, 'type' | 'at' | 'cause'>>
  /** Reads a refund at its rail. */
  checkRefund(input: { invoiceId: string; refundId: string }): Promise<Omit<RefundReport, 'type' | 'at'>>
}

export type StartPaymentResult =
  /** What was recorded, in order. */
  | { outcome: 'started' | 'bank_refused'; events: InvoiceEvent[] }
  | { outcome: 'refused'; refused: Refusal }
  /** By now something else is due, or to another account, or it may not begin at all. */
  | { outcome: 'stale_request' }

/** What may take days: run as normal activities, retried until done. Each records what it did, and returns it. */
export interface MessageActivities {
  sendInvoice(input: Clocked & { delivery?: number }): Promise<InvoiceEvent[]>
  sendInvoiceText(input: Clocked & { delivery?: number }): Promise<InvoiceEvent[]>
  sendReceipt(input: Clocked & { paymentId: string }): Promise<InvoiceEvent[]>
  sendReminder(input: Clocked & { reminderId: string }): Promise<InvoiceEvent[]>
  sendRefundNote(input: Clocked & { refundId: string }): Promise<InvoiceEvent[]>
  sendNotice(input: Clocked & { noticeId: string }): Promise<InvoiceEvent[]>
}

export interface RefundActivities {
  /** Asks the rail for a refund that was decided. The same request, however often it has to be sent. */
  submitRefund(input: Clocked & { refundId: string }): Promise<InvoiceEvent[]>
}

export type InvoiceActivities = RecordActivities & PaymentActivities & MessageActivities & RefundActivities
