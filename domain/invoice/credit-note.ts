import type { Instant } from '../shared/calendar.ts'
import type { MinorUnits } from '../shared/money.ts'
import type { Channel, CreditReason, DeliveryFailure, Resend } from './types.ts'

export type CreditEvent =
  /** The transaction that records the event draws the number. */
  | {
      type: 'credited'
      creditNoteId: string
      number: string
      amount: MinorUnits
      reason: CreditReason
      notify?: false
    }
  | ({ type: 'credit_note_sent'; creditNoteId: string; channel: Channel; messageId: string } & Resend)
  | ({ type: 'credit_note_failed'; creditNoteId: string; channel: Channel; reason: DeliveryFailure } & Resend)

export interface CreditNote {
  id: string
  amount: MinorUnits
  at: Instant
  notice: 'none' | 'pending' | 'sent' | 'failed'
}
