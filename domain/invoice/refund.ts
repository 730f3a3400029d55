import type { CalendarDate, Instant } from '../shared/calendar.ts'
import type { MinorUnits } from '../shared/money.ts'
import type { Channel, DeliveryFailure, ManualMethod, RefundReason } from './types.ts'

export type RefundEvent =
  | {
      type: 'refund_requested'
      refundId: string
      attemptId: string
      amount: MinorUnits
      reason: RefundReason
    }
  | { type: 'refund_submitted'; refundId: string; providerRefundId: string }
  /** `round` 2 or more: the rail executed the refund after reporting a failure. */
  | { type: 'refund_executed'; refundId: string; round?: number }
  | { type: 'refund_failed'; refundId: string; reason: string; round?: number }
  | { type: 'refund_notice_sent'; refundId: string; channel: Channel; messageId: string }
  | { type: 'refund_notice_failed'; refundId: string; channel: Channel; reason: DeliveryFailure }
  /** The merchant paid the money back without a rail. */
  | {
      type: 'manual_refund_recorded'
      refundId: string
      amount: MinorUnits
      method: ManualMethod
      refundedOn: CalendarDate
    }

/** A refund, folded from events. */
export interface Refund {
  id: string
  /** The payment that the refund sends back. A manual refund has `manual` instead. */
  attemptId?: string
  manual?: { method: ManualMethod; on: CalendarDate }
  amount: MinorUnits
  reason: RefundReason
  requestedAt: Instant
  status: 'requested' | 'submitted' | 'executed' | 'failed'
  /** Absent in the first round. A new round begins when a failed refund is executed after all. */
  round?: number
  /** The part taken from the overpayment at the time. The rest is principal, which had paid the invoice. */
  fromOverpayment: MinorUnits
  /** True if the invoice was paid. The customer then does not pay the refunded principal again. */
  isWriteOff: boolean
  providerRefundId?: string
  failure?: string
  /** The customer's e-mail about the refund, due once the refund is executed. */
  notice: 'none' | 'pending' | 'sent' | 'failed'
}
