import type {
  Channel,
  Decision,
  PaymentReport,
  InvoiceEvent,
  MerchantActor,
  RefundReport,
  Refusal,
  Resend,
} from '../../domain/invoice/index.ts'

interface ClockedInvoice {
  invoiceId: string
  testClockOffsetMs?: number
}

export type RecordedDecision = Decision & { isBehind?: true }

/**
 * Each write must be idempotent, because Temporal can run an activity more than once.
 *
 * @see https://docs.temporal.io/activity-definition#idempotency
 */
export interface RecordActivities {
  loadInvoice(input: { invoiceId: string }): Promise<InvoiceEvent[]>
  recordEvents(input: {
    invoiceId: string
    events: InvoiceEvent[]
    knownDecisions?: number
  }): Promise<void | { isBehind: true }>
  /** @param input.now milliseconds since 1970, by the invoice's clock */
  reschedule(input: {
    invoiceId: string
    request: { commandId: string; actor: MerchantActor } & (
      | { type: 'amend'; ifDecisionCount?: number }
      | { type: 'resume'; dates: 'keep' | 'shift' }
    )
    now: number
    knownDecisions?: number
  }): Promise<RecordedDecision>
  /** @param input.now milliseconds since 1970, by the invoice's clock */
  credit(input: {
    invoiceId: string
    request: { commandId: string; actor: MerchantActor; creditNoteId: string; notify?: false }
    now: number
    knownDecisions?: number
  }): Promise<RecordedDecision>
}

export interface PaymentActivities {
  startPayment(
    input: ClockedInvoice & { attemptId: string; events: InvoiceEvent[] },
  ): Promise<StartPaymentResult>
  checkPayment(
    input: ClockedInvoice & { attemptId: string; cancel: boolean },
  ): Promise<Omit<PaymentReport, 'type' | 'at'>>
  readPayment(
    input: ClockedInvoice & { attemptId: string; providerPaymentId: string },
  ): Promise<Omit<PaymentReport, 'type' | 'at' | 'cause'>>
  checkRefund(input: ClockedInvoice & { refundId: string }): Promise<Omit<RefundReport, 'type' | 'at'>>
}

export type StartPaymentResult =
  | { outcome: 'started' | 'bank_refused'; events: InvoiceEvent[] }
  | { outcome: 'refused'; refused: Refusal | 'merchant_suspended' }
  | { outcome: 'stale_request' }

export interface MessageActivities {
  sendInvoice(input: ClockedInvoice & { delivery?: number }): Promise<InvoiceEvent[]>
  sendInvoiceText(input: ClockedInvoice & { delivery?: number }): Promise<InvoiceEvent[]>
  sendReceipt(input: ClockedInvoice & Resend & { paymentId: string }): Promise<InvoiceEvent[]>
  sendReminder(input: ClockedInvoice & { reminderId: string }): Promise<InvoiceEvent[]>
  sendRefundNotice(input: ClockedInvoice & Resend & { refundId: string }): Promise<InvoiceEvent[]>
  sendCreditNote(input: ClockedInvoice & Resend & { creditNoteId: string }): Promise<InvoiceEvent[]>
  sendVoidNotice(
    input: ClockedInvoice & Resend & { channel: Channel; voidId: string },
  ): Promise<InvoiceEvent[]>
  sendNotice(input: ClockedInvoice & { noticeId: string }): Promise<InvoiceEvent[]>
}

export interface RefundActivities {
  submitRefund(input: ClockedInvoice & { refundId: string }): Promise<InvoiceEvent[]>
}

export type InvoiceActivities = RecordActivities & PaymentActivities & MessageActivities & RefundActivities
