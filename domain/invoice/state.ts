import type { CalendarDate, Instant } from '../shared/calendar.ts'
import type { MinorUnits } from '../shared/money.ts'
import type { MoneyRules } from './events.ts'
import type { Refund } from './refund.ts'
import type { InvoiceStatus } from './status.ts'
import type { Channel, DeliveryFailure, Mismatch, NoticeKind, Rail, SkipReason } from './types.ts'

/** All values are plain JSON, because a workflow query returns the state. */
export interface InvoiceState extends Derived {
  number?: string
  currency?: string
  mode: 'test' | 'live'
  rules: MoneyRules
  issuedAt?: Instant
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
  /** `isVoidSilent` is true if the customer gets no notice of the requested void. */
  isVoidSilent?: true
  /** `done` has the channels on which the notice was sent or failed. */
  voidNotice?: { id: string; done: Channel[] }
  onHoldSince?: Instant
  link?: PayLink
  /** `delivery` is the number of the latest delivery, from 1. */
  delivery: number
  /** `deliveries` has the status of the latest delivery on each channel. */
  deliveries: Partial<Record<Channel, DeliveryStatus>>
  sentOn: Channel[]
  sentByImport?: Channel[]
  /** A new or reopened address removes the reason. */
  blocked: Partial<Record<Channel, DeliveryFailure>>
  /** The oldest attempt comes first. */
  attempts: PaymentAttempt[]
  payments: Payment[]
  refunds: Refund[]
  reminders: Reminder[]
  notices: Notice[]
  linkRequests: string[]
  /** The offset is the lead of the invoice's clock over real time. */
  testClockOffsetMs: number
  commandIds: string[]
  /** A workflow with a lower count has missed a decision. */
  decisionCount: number
}

export interface Derived {
  status: InvoiceStatus
  amountDue: MinorUnits
  /** `amountPaid` is at most `amount`, and 0 after a void. Refunds do not reduce `amountPaid`. */
  amountPaid: MinorUnits
  /** `amountRefunded` sums the executed refunds. */
  amountRefunded: MinorUnits
  /** `amountOverpaid` is the money beyond the expected amount, after refunds. */
  amountOverpaid: MinorUnits
  /** `none` also stands for a pending receipt. */
  receipt: 'none' | 'sent' | 'failed'
}

interface PayLink {
  id: string
  status: LinkStatus
  expiresAt: Instant
  expired: boolean
}

/** `locked` means that a payment is in progress. `used` means that the invoice is paid. */
export type LinkStatus = 'active' | 'locked' | 'used' | 'expired' | 'revoked'

/** `not_needed` means that the invoice was paid or void before the message was sent. */
export type DeliveryStatus = 'pending' | 'sent' | 'delivered' | 'not_needed' | 'failed'

export interface PaymentAttempt {
  id: string
  rail: Rail
  bankId: string
  status: AttemptStatus
  startedAt: Instant
  amount: MinorUnits
  refundable?: false
  /** Holds a fingerprint, because histories must not contain account data. */
  payout?: string
  providerPaymentId?: string
  hasUnknownStatus?: true
  /** `failure` is the reason of a failed attempt, or `payment_amount_unreadable`. */
  failure?: string
  /** `waiting` means that the merchant has not decided about the money. */
  mismatch?: 'waiting' | 'resolved'
}

/**
 * `started` is not confirmed by the rail. `authorizing` means that the customer is at the bank. `processing`
 * means that the money is in transit. A failed attempt can still settle.
 */
export type AttemptStatus = 'started' | 'authorizing' | 'processing' | 'settled' | 'failed'

/** The amount is in the invoice's currency. A payment by bank has the attempt's id. */
export interface Payment {
  id: string
  by: 'bank' | 'manual'
  amount: MinorUnits
  /** `allocated` is the part that pays the invoice. The rest is overpayment. */
  allocated: MinorUnits
  at: Instant
  undone: boolean
  /** `reversed` is true while the rail reports that the money did not arrive. */
  reversed?: boolean
  reversals?: number
  receipt: 'none' | 'pending' | 'sent' | 'failed'
}

export interface Reminder {
  id: string
  at: Instant
  /** `days` counts from the due date, and is absent if the merchant requested the reminder. */
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
  rules: { latePaymentPolicy: 'refund', overpaymentPolicy: 'hold' },
  amount: 0,
  amountDue: 0,
  amountPaid: 0,
  amountRefunded: 0,
  amountOverpaid: 0,
  isOverdue: false,
  isPaid: false,
  timesPaid: 0,
  delivery: 1,
  deliveries: {},
  sentOn: [],
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

/** At most one attempt is live. */
export function liveAttempt(state: InvoiceState): PaymentAttempt | undefined {
  return state.attempts.find((attempt) => isLive(attempt))
}

export function isLive(attempt: Pick<PaymentAttempt, 'status'>): boolean {
  return attempt.status === 'started' || attempt.status === 'authorizing' || attempt.status === 'processing'
}

/** @returns undefined if no received money waits for the merchant's decision */
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

/** The best channel decides. `pending` becomes `not_needed` once the invoice is paid or void. */
export function deliveryOf({ deliveries, status }: InvoiceState): DeliveryStatus {
  const states = Object.values(deliveries)
  const best = DELIVERY_STATUSES.find((state) => states.includes(state)) ?? 'pending'
  return best === 'pending' && (status === 'paid' || status === 'void') ? 'not_needed' : best
}

/** The best status comes first. */
const DELIVERY_STATUSES: readonly DeliveryStatus[] = ['delivered', 'sent', 'pending', 'not_needed', 'failed']

/**
 * The log holds each key once, so a fact that recurs needs a number.
 *
 * @param nth 1 for the first time
 */
export function eventKey(what: string, id: string, nth: number): string {
  return nth > 1 ? `${what}:${id}:${nth}` : `${what}:${id}`
}
