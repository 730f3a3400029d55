import type { CalendarDate, Instant } from '../shared/calendar.ts'
import type { MinorUnits } from '../shared/money.ts'
import type { MoneyRules } from './events.ts'
import type { Refund } from './refund.ts'
import type { InvoiceStatus } from './status.ts'
import type { Channel, DeliveryFailure, NoticeKind, Rail, SkipReason } from './types.ts'

/** An invoice, folded from the log. Plain JSON, because a workflow query returns the state. */
export interface InvoiceState extends Derived {
  number?: string
  currency?: string
  mode: 'test' | 'live'
  rules: MoneyRules
  issuedAt?: Instant
  /** The invoice's total, in minor units. */
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
  /** True if the customer gets no notice of a requested void. */
  isVoidSilent?: true
  /** The notice of the void to the customer. `done` has the channels on which the notice was sent or failed. */
  voidNotice?: { id: string; done: Channel[] }
  /** The instant at which the merchant put the invoice on hold. */
  onHoldSince?: Instant
  link?: PayLink
  /** The number of the latest delivery; 1 after the issue. */
  delivery: number
  /** The status of the latest delivery on each channel. */
  deliveries: Partial<Record<Channel, DeliveryStatus>>
  /** The channels on which any delivery was sent. */
  sentOn: Channel[]
  /** Channels on which the import makes the first delivery. */
  sentByImport?: Channel[]
  /** Channels with an unreachable address. A new address removes a channel. */
  blocked: Partial<Record<Channel, DeliveryFailure>>
  /** Oldest first, like every list here. */
  attempts: PaymentAttempt[]
  payments: Payment[]
  refunds: Refund[]
  reminders: Reminder[]
  notices: Notice[]
  linkRequests: string[]
  /** Milliseconds by which the invoice's clock is ahead of real time. */
  testClockOffsetMs: number
  /** Ids of the merchant's requests that were executed. */
  commandIds: string[]
  /** The number of workflow decisions in the log. A workflow with a lower number has missed a decision. */
  decisionCount: number
}

/** Fields computed from the others after every event, by `derive` in evolve.ts. */
export interface Derived {
  status: InvoiceStatus
  /** The unpaid part, in minor units. */
  amountDue: MinorUnits
  /** The paid part, at most `amount`. Refunds do not reduce the paid part. */
  amountPaid: MinorUnits
  /** The sum of the executed refunds. */
  amountRefunded: MinorUnits
  /** Money above the amount that no refund sends back. */
  amountOverpaid: MinorUnits
  /** The receipt of the latest payment. */
  receipt: 'none' | 'sent' | 'failed'
}

interface PayLink {
  id: string
  status: LinkStatus
  expiresAt: Instant
  expired: boolean
}

/** `locked`: a payment is in flight. `used`: the invoice is paid. */
export type LinkStatus = 'active' | 'locked' | 'used' | 'expired' | 'revoked'

/** `not_needed`: the message was not sent, because the invoice was already paid or void. */
export type DeliveryStatus = 'pending' | 'sent' | 'delivered' | 'not_needed' | 'failed'

export interface PaymentAttempt {
  id: string
  rail: Rail
  bankId: string
  status: AttemptStatus
  startedAt: Instant
  /** The amount requested from the customer, in minor units. */
  amount: MinorUnits
  /** False if the rail cannot refund the payment. */
  refundable?: false
  /** A fingerprint of the payout account, which does not reveal the account. */
  payout?: string
  /** The rail's id, present once the rail accepts the payment. */
  providerPaymentId?: string
  /** The reason of a failed attempt, or of a settled one that pays nothing. */
  failure?: string
  /** Money arrived in another currency. `waiting`: the merchant has not decided about the money. */
  mismatch?: 'waiting' | 'resolved'
}

/**
 * `started`: recorded without the rail's confirmation. `authorizing`: the customer is at the bank.
 * `processing`: authorised, and the money is in transit. `settled` and `failed` are final.
 */
export type AttemptStatus = 'started' | 'authorizing' | 'processing' | 'settled' | 'failed'

/** Money received in the invoice's currency. A rail's payment has the attempt's id. */
export interface Payment {
  id: string
  by: 'bank' | 'manual'
  amount: MinorUnits
  /** The part that pays the invoice. The rest is overpayment. */
  allocated: MinorUnits
  at: Instant
  undone: boolean
  /** The rail now reports that the money did not arrive. */
  reversed?: boolean
  /** The number of reversals by the rail. */
  reversals?: number
  /** `none`: no receipt is due. */
  receipt: 'none' | 'pending' | 'sent' | 'failed'
}

export interface Reminder {
  id: string
  at: Instant
  /** Days after the due date. Absent if the merchant requested the reminder. */
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

/** The state before the first event. */
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

/** Returns the attempt that can still bring money. At most one attempt can. */
export function liveAttempt(state: InvoiceState): PaymentAttempt | undefined {
  return state.attempts.find((attempt) => isLive(attempt))
}

export function isLive(attempt: Pick<PaymentAttempt, 'status'>): boolean {
  return attempt.status === 'started' || attempt.status === 'authorizing' || attempt.status === 'processing'
}

/** Checks for money in another currency about which the merchant has not decided. */
export function hasWaitingMismatch({ attempts }: InvoiceState): boolean {
  return attempts.some(({ mismatch }) => mismatch === 'waiting')
}

/** Lists refunds that the rail has accepted and not finished. */
export function openRefunds(state: InvoiceState): Refund[] {
  return state.refunds.filter(({ status: now }) => now === 'submitted')
}

/** Returns the best status of all channels. A paid or void invoice needs no message any more. */
export function deliveryOf({ deliveries, status }: InvoiceState): DeliveryStatus {
  const states = Object.values(deliveries)
  const best = DELIVERY_STATUSES.find((state) => states.includes(state)) ?? 'pending'
  return best === 'pending' && (status === 'paid' || status === 'void') ? 'not_needed' : best
}

/** Best first. */
const DELIVERY_STATUSES: readonly DeliveryStatus[] = ['delivered', 'sent', 'pending', 'not_needed', 'failed']

/**
 * Builds the key of a fact that can recur for a payment or refund.
 *
 * @param nth 1 for the first time
 */
export function eventKey(what: string, id: string, nth: number): string {
  return nth > 1 ? `${what}:${id}:${nth}` : `${what}:${id}`
}
