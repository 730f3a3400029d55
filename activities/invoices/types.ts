import type {
  Channel,
  PaymentReport,
  InvoiceEvent,
  MerchantActor,
  RefundReport,
  Refusal,
} from '../../domain/invoice/index.ts'

// Inputs and results must contain no personal data, because workflow histories can store both.

interface ClockedInvoice {
  invoiceId: string
  /** Moves the invoice's clock ahead; 0 by default. */
  testClockOffsetMs?: number
}

/** Every write must be idempotent, because a local activity can run more than once. */
export interface RecordActivities {
  /** Issues a draft whose `sendAt` has passed first. */
  loadInvoice(input: { invoiceId: string }): Promise<InvoiceEvent[]>
  /**
   * Recorded events are not appended again.
   *
   * @param input.knownDecisions the number of decisions that the caller has applied
   * @returns `missed`, without appending, when the log has an unknown decision or supersedes an event
   */
  recordEvents(input: {
    invoiceId: string
    events: InvoiceEvent[]
    knownDecisions?: number
  }): Promise<void | { missed: true }>
  /**
   * @param input.now milliseconds since 1970, by the invoice's clock
   * @param input.knownDecisions the number of decisions that the caller has applied, which are not returned
   * again
   * @returns `isBehind` if the log has unknown decisions of other commands
   */
  reschedule(input: {
    invoiceId: string
    request: { commandId: string; actor: MerchantActor } & (
      | { type: 'amend' }
      | { type: 'resume'; dates: 'keep' | 'shift' }
    )
    now: number
    knownDecisions?: number
  }): Promise<({ events: InvoiceEvent[] } | { refused: Refusal }) & { isBehind?: true }>
}

/** Runs as local activities, because a payer may wait for the response. */
export interface PaymentActivities {
  startPayment(
    input: ClockedInvoice & { attemptId: string; events: InvoiceEvent[] },
  ): Promise<StartPaymentResult>
  /**
   * Repeats the identical request if the outcome is unknown. `cancel` also cancels a payment that the payer
   * has not authorised.
   */
  checkPayment(
    input: ClockedInvoice & { attemptId: string; cancel: boolean },
  ): Promise<Omit<PaymentReport, 'type' | 'at'>>
  readPayment(
    input: ClockedInvoice & { attemptId: string; providerPaymentId: string },
  ): Promise<Omit<PaymentReport, 'type' | 'at' | 'cause'>>
  checkRefund(input: ClockedInvoice & { refundId: string }): Promise<Omit<RefundReport, 'type' | 'at'>>
}

/** @internal */
export type StartPaymentResult =
  | { outcome: 'started' | 'bank_refused'; events: InvoiceEvent[] }
  | { outcome: 'refused'; refused: Refusal }
  /** The amount, payout account or invoice has changed, or the start is too late. */
  | { outcome: 'stale_request' }

/** Runs as normal activities, because retries may take days. Each returns the recorded events. */
export interface MessageActivities {
  sendInvoice(input: ClockedInvoice & { delivery?: number }): Promise<InvoiceEvent[]>
  sendInvoiceText(input: ClockedInvoice & { delivery?: number }): Promise<InvoiceEvent[]>
  sendReceipt(input: ClockedInvoice & { paymentId: string }): Promise<InvoiceEvent[]>
  sendReminder(input: ClockedInvoice & { reminderId: string }): Promise<InvoiceEvent[]>
  sendRefundNotice(input: ClockedInvoice & { refundId: string }): Promise<InvoiceEvent[]>
  sendVoidNotice(input: ClockedInvoice & { channel: Channel; voidId: string }): Promise<InvoiceEvent[]>
  sendNotice(input: ClockedInvoice & { noticeId: string }): Promise<InvoiceEvent[]>
}

export interface RefundActivities {
  submitRefund(input: ClockedInvoice & { refundId: string }): Promise<InvoiceEvent[]>
}

export type InvoiceActivities = RecordActivities & PaymentActivities & MessageActivities & RefundActivities
