import type { CalendarDate, Instant } from '../shared/calendar.ts'
import type { MinorUnits } from '../shared/money.ts'
import type { CreditNote } from './credit-note.ts'
import type { MoneyRules } from './events.ts'
import type { Refund } from './refund.ts'
import type { InvoiceStatus } from './status.ts'
import type { Channel, DeliveryFailure, Mismatch, NoticeKind, Rail, SkipReason } from './types.ts'

/** All values must be plain JSON, because a workflow query returns the state. */
export interface InvoiceState extends Derived {
  number?: string
  currency?: string
  mode: 'test' | 'live'
  rules: MoneyRules
  issuedAt?: Instant
  /** The invoice was issued elsewhere, before `issuedAt`. */
  isTakenOver?: true
  amount: MinorUnits
  deposit?: MinorUnits
  dueDate?: CalendarDate
  overdueAt?: Instant
  isOverdue: boolean
  viewedAt?: Instant
  paidAt?: Instant
  isPaid: boolean
  timesPaid: number
  voidRequestedAt?: Instant
  voidedAt?: Instant
  /** Credit notes covered the whole invoice. */
  voidReason?: 'credited'
  isVoidSilent?: true
  /** A requested void will make this credit note. */
  voidCreditNoteId?: string
  voidNotice?: { id: string; done: Channel[]; creditNoteId?: string }
  onHoldSince?: Instant
  link?: PayLink
  delivery: number
  deliveries: Partial<Record<Channel, DeliveryStatus>>
  sentOn: Channel[]
  sentByImport?: Channel[]
  blocked: Partial<Record<Channel, DeliveryFailure>>
  /** Messages that failed because the address was closed, with their channel. */
  missed: Record<string, Channel>
  /** `resends` counts how often a missed message was sent again. */
  resends: Record<string, number>
  attempts: PaymentAttempt[]
  payments: Payment[]
  refunds: Refund[]
  creditNotes: CreditNote[]
  reminders: Reminder[]
  notices: Notice[]
  linkRequests: string[]
  testClockOffsetMs: number
  commandIds: string[]
  /** A workflow with a lower count than the log misses a decision. */
  decisionCount: number
}

export interface Derived {
  status: InvoiceStatus
  amountDue: MinorUnits
  /** Refunds do not reduce `amountPaid`. */
  amountPaid: MinorUnits
  amountRefunded: MinorUnits
  amountCredited: MinorUnits
  amountOverpaid: MinorUnits
  receipt: 'none' | 'sent' | 'failed'
}

interface PayLink {
  id: string
  status: LinkStatus
  expiresAt: Instant
  expired: boolean
}

export type LinkStatus = 'active' | 'locked' | 'used' | 'expired' | 'revoked'

export type DeliveryStatus =
  | 'pending'
  | 'sent'
  | 'delivered'
  | 'not_needed'
  | 'not_sent_in_test_mode'
  | 'failed'

export interface PaymentAttempt {
  id: string
  rail: Rail
  bankId: string
  status: AttemptStatus
  startedAt: Instant
  amount: MinorUnits
  refundable?: false
  payout?: string
  providerPaymentId?: string
  hasUnknownStatus?: true
  failure?: string
  mismatch?: 'waiting' | 'resolved'
}

/** A failed attempt can still settle. */
export type AttemptStatus = 'started' | 'authorizing' | 'processing' | 'settled' | 'failed'

/** A payment by bank has the id of its attempt. */
export interface Payment {
  id: string
  by: 'bank' | 'manual'
  amount: MinorUnits
  allocated: MinorUnits
  at: Instant
  undone: boolean
  reversed?: boolean
  reversals?: number
  receipt: 'none' | 'pending' | 'sent' | 'failed'
}

export type PaymentStatus = 'received' | 'reversed' | 'removed'

export function paymentStatus({ undone, reversed = false }: Payment): PaymentStatus {
  if (undone) return 'removed'
  return reversed ? 'reversed' : 'received'
}

interface CountedPayment extends Pick<Payment, 'amount' | 'allocated'> {
  status: PaymentStatus
}

export function overpaymentOf({ amount, allocated, status }: CountedPayment): MinorUnits {
  return status === 'removed' ? 0 : amount - allocated
}

export interface Reminder {
  id: string
  at: Instant
  days?: number
  channels: Channel[]
  status: 'planned' | 'sent' | 'skipped' | 'failed'
  why?: SkipReason | DeliveryFailure
}

interface Notice {
  id: string
  kind: NoticeKind
  status: 'pending' | 'sent' | 'failed'
}

export const DRAFT: InvoiceState = {
  status: 'draft',
  mode: 'test',
  rules: { latePaymentPolicy: 'refund', overpaymentPolicy: 'keep' },
  amount: 0,
  amountDue: 0,
  amountPaid: 0,
  amountRefunded: 0,
  amountCredited: 0,
  amountOverpaid: 0,
  isOverdue: false,
  isPaid: false,
  timesPaid: 0,
  delivery: 1,
  deliveries: {},
  sentOn: [],
  blocked: {},
  missed: {},
  resends: {},
  receipt: 'none',
  attempts: [],
  payments: [],
  refunds: [],
  creditNotes: [],
  reminders: [],
  notices: [],
  linkRequests: [],
  testClockOffsetMs: 0,
  commandIds: [],
  decisionCount: 0,
}

/** At most one attempt is live. */
export function liveAttempt(state: InvoiceState): PaymentAttempt | undefined {
  return state.attempts.find((attempt) => isLive(attempt))
}

export function isLive(attempt: Pick<PaymentAttempt, 'status'>): boolean {
  return attempt.status === 'started' || attempt.status === 'authorizing' || attempt.status === 'processing'
}

export function waitingMismatch({ attempts }: InvoiceState): Mismatch | undefined {
  const waiting = attempts.find(({ mismatch }) => mismatch === 'waiting')
  return waiting && mismatchOf(waiting)
}

export function mismatchOf({ failure }: PaymentAttempt): Mismatch {
  return failure === 'payment_amount_unreadable' ? failure : 'payment_currency_mismatched'
}

export function openRefunds(state: InvoiceState): Refund[] {
  return state.refunds.filter(({ status: now }) => now === 'submitted')
}

export function deliveryOf({ deliveries, status }: InvoiceState): DeliveryStatus {
  const states = Object.values(deliveries)
  const best = DELIVERY_STATUSES.find((state) => states.includes(state)) ?? 'pending'
  return best === 'pending' && (status === 'paid' || status === 'void') ? 'not_needed' : best
}

const DELIVERY_STATUSES: readonly DeliveryStatus[] = [
  'delivered',
  'sent',
  'pending',
  'not_needed',
  'not_sent_in_test_mode',
  'failed',
]

/**
 * The log holds each key once, so a repeated fact needs a number.
 *
 * @param nth counts from 1
 */
export function eventKey(what: string, id: string, nth: number): string {
  return nth > 1 ? `${what}:${id}:${nth}` : `${what}:${id}`
}
