import type { CalendarDate, Instant } from '../shared/calendar.ts'
import type { MinorUnits } from '../shared/money.ts'
import type { Channel, DeliveryFailure, ManualMethod, RefundReason, Resend } from './types.ts'

export type RefundEvent =
  | {
      type: 'refund_requested'
      refundId: string
      attemptId: string
      amount: MinorUnits
      reason: RefundReason
    }
  | { type: 'refund_submitted'; refundId: string; providerRefundId: string }
  | { type: 'refund_status_unknown'; refundId: string; railStatus: string }
  | { type: 'refund_executed'; refundId: string; round?: number }
  | { type: 'refund_failed'; refundId: string; reason: string; round?: number }
  | ({ type: 'refund_notice_sent'; refundId: string; channel: Channel; messageId: string } & Resend)
  | ({ type: 'refund_notice_failed'; refundId: string; channel: Channel; reason: DeliveryFailure } & Resend)
  | {
      type: 'manual_refund_recorded'
      refundId: string
      amount: MinorUnits
      method: ManualMethod
      refundedOn: CalendarDate
    }

export interface Refund {
  id: string
  attemptId?: string
  manual?: { method: ManualMethod; on: CalendarDate }
  amount: MinorUnits
  reason: RefundReason
  requestedAt: Instant
  status: 'requested' | 'submitted' | 'executed' | 'failed'
  round?: number
  fromOverpayment: MinorUnits
  /** `isWriteOff` means that the customer does not pay the refunded principal again. */
  isWriteOff: boolean
  providerRefundId?: string
  hasUnknownStatus?: true
  failure?: string
  notice: 'none' | 'pending' | 'sent' | 'failed'
}
