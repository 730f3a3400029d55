import type { Instant } from '../calendar.ts'
import type { MinorUnits } from '../money.ts'
import type { Channel, Rail } from './events.ts'
import type { InvoiceStatus } from './status.ts'

/** What the log of an invoice adds up to. Plain JSON: it is folded in workflows and in the database layer alike. */
export interface InvoiceState {
  status: InvoiceStatus
  number?: string
  currency?: string
  amountDue: MinorUnits
  amountPaid: MinorUnits
  overdueAt?: Instant
  viewedAt?: Instant
  paidAt?: Instant
  link?: { id: string; state: LinkState; expiresAt: Instant }
  /** How far the invoice got on each of its channels. */
  deliveries: Partial<Record<Channel, DeliveryState>>
  receipt: 'none' | 'sent' | 'failed'
  /** Oldest first. */
  attempts: PaymentAttempt[]
}

/** `locked` while a payment is in flight, `used` once paid. */
export type LinkState = 'active' | 'locked' | 'used' | 'expired' | 'revoked'

export type DeliveryState = 'pending' | 'sent' | 'delivered' | 'failed'

export interface PaymentAttempt {
  id: string
  rail: Rail
  bankId: string
  state: AttemptState
  startedAt: Instant
  /** The rail's own id, known once the rail accepted the payment. */
  providerPaymentId?: string
  failure?: string
}

/**
 * `started`: written down, the rail has not confirmed it yet. `authorizing`: the payer is at the bank.
 * `processing`: authorised, the money is on its way. The last two are final.
 */
export type AttemptState = 'started' | 'authorizing' | 'processing' | 'settled' | 'failed'

export const DRAFT: InvoiceState = {
  status: 'draft',
  amountDue: '0',
  amountPaid: '0',
  deliveries: {},
  receipt: 'none',
  attempts: [],
}

/** An attempt whose outcome is still open. At most one at a time. */
export function liveAttempt(state: InvoiceState): PaymentAttempt | undefined {
  return state.attempts.find((attempt) => isLive(attempt))
}

export function hasAttempt(state: InvoiceState, attemptId: string): boolean {
  return state.attempts.some(({ id }) => id === attemptId)
}

export function isLive(attempt: PaymentAttempt): boolean {
  return attempt.state === 'started' || attempt.state === 'authorizing' || attempt.state === 'processing'
}

/** How far the invoice got at best: one channel that works is enough. */
export function deliveryOf({ deliveries }: InvoiceState): DeliveryState {
  const states = Object.values(deliveries)
  if (states.length === 0) return 'pending'
  return (['delivered', 'sent', 'pending'] as const).find((state) => states.includes(state)) ?? 'failed'
}
