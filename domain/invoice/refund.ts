import type { CalendarDate, Instant } from '../shared/calendar.ts'
import type { MinorUnits } from '../shared/money.ts'
import type { Channel, DeliveryFailure, ManualMethod, RefundReason } from './events.ts'

/** What happens to money that goes back. */
export type RefundEvent =
  | {
      type: 'refund_requested'
      refundId: string
      attemptId: string
      amount: MinorUnits
      reason: RefundReason
    }
  | { type: 'refund_submitted'; refundId: string; providerRefundId: string }
  /** In its second round a refund was executed after all, though it had been said to have failed. */
  | { type: 'refund_executed'; refundId: string; round?: number }
  | { type: 'refund_failed'; refundId: string; reason: string; round?: number }
  | { type: 'refund_notice_sent'; refundId: string; channel: Channel; messageId: string }
  | { type: 'refund_notice_failed'; refundId: string; channel: Channel; reason: DeliveryFailure }
  /** Money that the merchant gave back by themselves, by no rail of ours. */
  | {
      type: 'manual_refund_recorded'
      refundId: string
      amount: MinorUnits
      method: ManualMethod
      refundedOn: CalendarDate
    }

/** A refund as its events add up to it. */
export interface Refund {
  id: string
  /** The payment it sends back; absent where the merchant gave it back by themselves, and then it says how and when. */
  attemptId?: string
  manual?: { method: ManualMethod; on: CalendarDate }
  amount: MinorUnits
  reason: RefundReason
  requestedAt: Instant
  status: 'requested' | 'submitted' | 'executed' | 'failed'
  /** Absent for the first; another begins each time that it is executed after it had failed. */
  round?: number
  /** How much of it was overpayment when it was asked for; the rest went back of what had paid the invoice. */
  fromOverpayment: MinorUnits
  /** That rest was given back on a paid invoice: it is not asked for again, as it is on an open one. */
  isWriteOff: boolean
  providerRefundId?: string
  failure?: string
  /** The customer is told once it is executed. */
  note: 'none' | 'owed' | 'sent' | 'failed'
}
