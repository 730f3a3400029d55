import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Currency } from '../../../domain/shared/money.ts'
import type { PayoutAccount } from '../../../domain/payment/payout-account.ts'
import {
  type BankRail,
  type CreatedPayment,
  type PaymentOrder,
  type PaymentReading,
  RailUnavailableError,
  type WebhookRequest,
} from '../rail.ts'

/** What can go wrong between a rail and its other side. From `hang` on the request takes effect there all the same. */
export type Trouble =
  | 202
  | 400
  | 401
  | 429
  | 500
  | 503
  | 'drop'
  | 'hang'
  | 'cut'
  | 'garbage'
  | 'unknown_status'
  | 'unknown_field'

export type Request = 'banks' | 'create' | 'read' | 'cancel' | 'refund' | 'statement'

/** A rail and its other side, over real HTTP. */
export interface RailWorld {
  rail: BankRail
  /** One that the rail has an account for, and a bank that can pay in it. */
  currency: Currency
  bankId: string
  /** The most of it in one payment, in minor units. */
  limit: bigint | undefined
  /** Where its payments go. */
  payout: PayoutAccount
  /** One that it has none for. */
  otherCurrency: Currency
  /** The payments that were created at the other side. */
  paymentIds(): Promise<string[]>
  /** The refunds there. */
  refundIds(): Promise<string[]>
  /** What the payer or the bank does next. */
  move(providerPaymentId: string, what: 'authorise' | 'reject' | 'settle'): Promise<void>
  /** Spoils the next requests of a kind. */
  spoil(what: Request, trouble: Trouble, times?: number): void
  heal(): void
  /** The webhook that tells this of the payment or the refund with the provider's id, as it arrived. */
  webhook(providerId: string, word: 'settled' | 'failed' | 'refunded'): Promise<WebhookRequest>
  close(): Promise<void>
}

/** What the claims about a rail are made with. The world is there once the tests run. */
export interface Kit {
  world: () => RailWorld
  /** A valid order for a new attempt. */
  orderOf: (changes?: Partial<PaymentOrder>) => PaymentOrder
  create: (order: PaymentOrder) => Promise<CreatedPayment>
  /** Creates a payment that waits for its payer; answers its id. */
  pay: () => Promise<string>
  /** Reads a payment until it says this. */
  reading: (id: string, status: PaymentReading['status']) => Promise<PaymentReading>
}

export function createKit(world: () => RailWorld): Kit {
  const orderOf: Kit['orderOf'] = (changes = {}) => ({
    attemptId: `pat_${randomUUID()}`,
    invoiceId: 'inv_1',
    bankId: world().bankId,
    amount: { amount: 123_450n, currency: world().currency },
    payout: world().payout,
    reference: 'INV-0001',
    payer: { name: 'Ada Lovelace', email: 'ada@example.com' },
    ...changes,
  })
  const create: Kit['create'] = (order) => {
    const { rail } = world()
    return rail.createPayment(order.attemptId, rail.preparePayment(order))
  }
  return {
    world,
    orderOf,
    create,
    pay: async () => idOf(await create(orderOf())),
    reading: (id, status) =>
      eventually(async () => {
        const read = await world().rail.readPayment(id)
        return read.status === status ? read : undefined
      }),
  }
}

export function idOf(created: CreatedPayment): string {
  if (created.outcome === 'refused') throw new Error(`refused: ${created.reason}`)
  return created.providerPaymentId
}

/** Tries until there is something, as callers do while a rail is unavailable; the test's own timeout ends it. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<NonNullable<Exclude<T, false>>> {
  for (;;) {
    const found = await attempt().catch((error: unknown) => {
      if (error instanceof RailUnavailableError) return undefined
      throw error
    })
    if (found) return found as NonNullable<Exclude<T, false>>
    await wait(10)
  }
}
