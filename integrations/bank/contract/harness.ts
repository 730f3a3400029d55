import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Mock } from 'vitest'
import type { Currency, MinorUnits } from '../../../domain/shared/money.ts'
import type { PayoutAccount } from '../../../domain/payment/payout-account.ts'
import {
  type BankRail,
  type CreatedPayment,
  type PaymentRequest,
  type RailLog,
  type RailPaymentReport,
  RailUnavailableError,
  type UnverifiedWebhook,
} from '../rail.ts'

export type Fault =
  | 202
  | 400
  | 401
  | 404
  | 405
  | 429
  | 500
  | 501
  | 503
  | 'drop'
  | 'hang'
  | 'cut'
  | 'garbage'
  | 'empty_404'
  | 'unknown_status'
  | 'unknown_field'

export type Operation = 'banks' | 'create' | 'read' | 'cancel' | 'refund' | 'statement'

export interface RailHarness {
  rail: BankRail
  impatientRail: BankRail
  logged: Mock<RailLog>
  currency: Currency
  bankId: string
  limit: MinorUnits | undefined
  payout: PayoutAccount
  otherCurrency: Currency
  paymentIds(): Promise<string[]>
  refundIds(): Promise<string[]>
  advance(providerPaymentId: string, action: 'authorise' | 'reject' | 'settle'): Promise<void>
  injectFault(operation: Operation, fault: Fault, times?: number): void
  clearFaults(): void
  webhook(providerId: string, event: 'settled' | 'failed' | 'refunded'): Promise<UnverifiedWebhook>
  close(): Promise<void>
}

export interface Kit {
  harness: () => RailHarness
  requestOf: (changes?: Partial<PaymentRequest>) => PaymentRequest
  create: (request: PaymentRequest, rail?: BankRail) => Promise<CreatedPayment>
  createPending: () => Promise<string>
  waitForStatus: (id: string, status: RailPaymentReport['status']) => Promise<RailPaymentReport>
}

export function createKit(harness: () => RailHarness): Kit {
  const requestOf: Kit['requestOf'] = (changes = {}) => ({
    attemptId: `pat_${randomUUID()}`,
    invoiceId: 'inv_1',
    bankId: harness().bankId,
    amount: 123_450,
    currency: harness().currency,
    payout: harness().payout,
    remittanceReference: 'INV-0001',
    payer: { name: 'Ada Lovelace', email: 'ada@example.com' },
    ...changes,
  })
  const create: Kit['create'] = (request, rail = harness().rail) =>
    rail.createPayment(request.attemptId, rail.preparePayment(request))
  return {
    harness,
    requestOf,
    create,
    createPending: async () => idOf(await create(requestOf())),
    waitForStatus: (id, status) =>
      eventually(async () => {
        const report = await harness().rail.readPayment(id)
        return report.status === status ? report : undefined
      }),
  }
}

export function idOf(created: CreatedPayment): string {
  if (created.outcome === 'refused') throw new Error(`refused: ${created.reason}`)
  return created.providerPaymentId
}

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
