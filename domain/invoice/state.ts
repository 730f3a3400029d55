import type { CalendarDate, Instant } from '../shared/calendar.ts'
import type { MinorUnits } from '../shared/money.ts'
import type { Channel, DeliveryFailure, MoneyRules, Rail, SkipReason } from './events.ts'
import type { Refund } from './refund.ts'
import type { InvoiceStatus } from './status.ts'

/** What the log of an invoice adds up to. Plain JSON: it is folded in workflows and in the database layer alike. */
export interface InvoiceState extends Derived {
  number?: string
  currency?: string
  mode: 'test' | 'live'
  rules: MoneyRules
  issuedAt?: Instant
  /** The whole amount asked for. */
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
  /** Since when the invoice is held for a dispute. */
  onHoldSince?: Instant
  link?: PayLink
  /** How often the invoice was sent out, and how far it got on each of its channels the last time. */
  delivery: number
  deliveries: Partial<Record<Channel, DeliveryStatus>>
  /** Channels by which the first sending is done in bulk, and not by the invoice itself. */
  sentInBulk?: Channel[]
  /** Channels by which nothing can reach the customer until the address is changed. */
  blocked: Partial<Record<Channel, DeliveryFailure>>
  /** Oldest first, as all lists here. */
  attempts: PaymentAttempt[]
  payments: Payment[]
  refunds: Refund[]
  reminders: Reminder[]
  notices: Notice[]
  linkRequests: string[]
  /** How far the invoice's own clock is ahead, in milliseconds. */
  testClockOffsetMs: number
  /** Requests of the merchant that are done. */
  commandIds: string[]
  /** How many decisions the log holds: by it a workflow finds out that it has missed one. */
  decisionCount: number
}

/** What follows from the rest of the state; `derive` in evolve.ts computes it after every event. */
export interface Derived {
  status: InvoiceStatus
  /** What is still to be paid. */
  amountDue: MinorUnits
  /** What came of the amount, at most the whole of it. Refunds leave it as it is. */
  amountPaid: MinorUnits
  /** Refunds that the bank has executed. */
  amountRefunded: MinorUnits
  /** What came beyond the amount and is not on its way back. */
  amountOverpaid: MinorUnits
  /** Of the latest payment. */
  receipt: 'none' | 'sent' | 'failed'
}

export interface PayLink {
  id: string
  status: LinkStatus
  expiresAt: Instant
  expired: boolean
}

/** `locked` while a payment is in flight, `used` once paid. */
export type LinkStatus = 'active' | 'locked' | 'used' | 'expired' | 'revoked'

export type DeliveryStatus = 'pending' | 'sent' | 'delivered' | 'failed'

export interface PaymentAttempt {
  id: string
  rail: Rail
  bankId: string
  status: AttemptStatus
  startedAt: Instant
  /** What the payer was asked for; absent in logs of the first version: all that was due. */
  amount?: MinorUnits
  /** Set where the rail cannot send its money back. */
  refundable?: false
  /** Tells the account that its money goes to from others; absent in logs of the first version. */
  payout?: string
  /** The rail's own id, known once the rail accepted the payment. */
  providerPaymentId?: string
  failure?: string
}

/**
 * `started`: written down, the rail has not confirmed it yet. `authorizing`: the payer is at the bank.
 * `processing`: authorised, the money is on its way. The last two are final.
 */
export type AttemptStatus = 'started' | 'authorizing' | 'processing' | 'settled' | 'failed'

/** Money that came in the invoice's currency: through a rail (then its id is the attempt's) or outside. */
export interface Payment {
  id: string
  by: 'bank' | 'manual'
  amount: MinorUnits
  /** How much of it paid the invoice; the rest is overpayment. */
  allocated: MinorUnits
  at: Instant
  undone: boolean
  /** Its rail says by now that it has not come. */
  reversed?: boolean
  /** How often its rail has said so. */
  reversals?: number
  /** `none`: nobody wants one. */
  receipt: 'none' | 'owed' | 'sent' | 'failed'
}

export interface Reminder {
  id: string
  at: Instant
  /** Days after the due date; absent for one that the merchant asked for. */
  days?: number
  channels: Channel[]
  status: 'planned' | 'sent' | 'skipped' | 'failed'
  why?: SkipReason | DeliveryFailure
}

/** Something that the merchant is told by e-mail. */
export interface Notice {
  id: string
  kind: NoticeKind
  status: 'owed' | 'sent' | 'failed'
}

export type NoticeKind =
  | 'delivery_failed'
  | 'link_requested'
  | 'overpayment'
  | 'refund_failed'
  | 'refund_executed'
  | 'payment_reversed'
  | 'payment_reinstated'
  | 'payment_currency_mismatched'

export const DRAFT: InvoiceState = {
  status: 'draft',
  mode: 'test',
  rules: { latePaymentPolicy: 'refund', overpaymentPolicy: 'hold' },
  amount: '0',
  amountDue: '0',
  amountPaid: '0',
  amountRefunded: '0',
  amountOverpaid: '0',
  isOverdue: false,
  isPaid: false,
  timesPaid: 0,
  delivery: 1,
  deliveries: {},
  blocked: {},
  receipt: 'none',
  attempts: [],
  payments: [],
  refunds: [],
  reminders: [],
  notices: [],
  linkRequests: [],
  testClockOffsetMs: 0,
  commandIds: [],
  decisionCount: 0,
}

/** An attempt whose outcome is still open. At most one at a time. */
export function liveAttempt(state: InvoiceState): PaymentAttempt | undefined {
  return state.attempts.find((attempt) => isLive(attempt))
}

export function hasAttempt(state: InvoiceState, attemptId: string): boolean {
  return state.attempts.some(({ id }) => id === attemptId)
}

export function isLive(attempt: Pick<PaymentAttempt, 'status'>): boolean {
  return attempt.status === 'started' || attempt.status === 'authorizing' || attempt.status === 'processing'
}

/** Refunds that the bank has not decided on yet. */
export function openRefunds(state: InvoiceState): Refund[] {
  return state.refunds.filter(({ status: now }) => now === 'submitted')
}

/** How far the invoice got at best: one channel that works is enough. */
export function deliveryOf({ deliveries }: InvoiceState): DeliveryStatus {
  const states = Object.values(deliveries)
  if (states.length === 0) return 'pending'
  return (['delivered', 'sent', 'pending'] as const).find((state) => states.includes(state)) ?? 'failed'
}

/** The key of what can happen to a payment or refund each time that its rail takes its word back. @param nth 1 for the first time */
export function eventKey(what: string, id: string, nth: number): string {
  return nth > 1 ? `${what}:${id}:${nth}` : `${what}:${id}`
}
