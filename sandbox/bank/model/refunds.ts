import { randomUUID } from 'node:crypto'
import { createAlarm } from '../../core/due-timer.ts'
import type { Notify } from '../truelayer/send-webhook.ts'
import type { BankOptions } from './options.ts'
import type { Payment } from './payment.ts'
import { describeRefundForWebhook, type Refund, type RefundRequest } from './refund.ts'
import type { RefundStore } from '../store/refund-store.ts'
import { MAGIC_AMOUNTS } from './scenario.ts'

export type Refunds = ReturnType<typeof createRefunds>

export function createRefunds(options: BankOptions, store: RefundStore, notify: Notify) {
  const { executeDelayMs = 150 } = options
  let started = false
  let holding = false
  const alarm = createAlarm(store.nextDueAt, () => {
    for (const refund of store.due(Date.now())) takeNextStep(refund)
  })

  function move(refund: Refund, changes: Partial<Refund>, event?: string): Refund {
    const { dueAt: _, ...rest } = refund
    const moved = { ...rest, ...changes }
    store.transact(() => {
      store.save(moved)
      if (event) notify(event, describeRefundForWebhook(moved))
    })
    if (started) alarm.arm()
    return moved
  }

  function takeNextStep(refund: Refund): void {
    if (refund.status === 'pending')
      move(refund, { status: 'authorized', dueAt: Date.now() + executeDelayMs })
    else if (refund.status === 'authorized' && refund.outcome === 'fails') fail(refund)
    else if (refund.status === 'authorized') execute(refund)
    else if (refund.status === 'executed' && refund.outcome === 'comes_back') fail(refund)
    else move(refund, {})
  }

  function execute(refund: Refund): Refund {
    if (refund.status !== 'pending' && refund.status !== 'authorized') return refund
    const executedAt = Date.now()
    const due = refund.outcome === 'comes_back' && !refund.held ? { dueAt: executedAt + executeDelayMs } : {}
    return move(refund, { status: 'executed', executedAt, ...due }, 'refund_executed')
  }

  function fail(refund: Refund, reason?: string): Refund {
    if (refund.status === 'failed') return refund
    const usual = refund.status === 'executed' ? 'returned' : 'insufficient_funds'
    const failure = { failureReason: reason ?? usual, failedAt: Date.now() }
    return move(refund, { status: 'failed', ...failure }, 'refund_failed')
  }

  return {
    leftOf({ id, request }: Payment): number {
      return store
        .ofPayments([id])
        .filter(({ status }) => status !== 'failed')
        .reduce((left, { amount }) => left - amount, request.amount_in_minor)
    },
    create(payment: Payment, amount: number, { reference, metadata }: RefundRequest): Refund {
      const now = Date.now()
      const held = holding || payment.account === 'slow'
      const outcome = MAGIC_AMOUNTS[amount]?.refund ?? payment.scenario?.refund
      const refund: Refund = {
        id: randomUUID(),
        paymentId: payment.id,
        amount,
        currency: payment.request.currency,
        reference,
        ...(metadata ? { metadata } : {}),
        ...(payment.schemeId ? { schemeId: payment.schemeId } : {}),
        status: 'pending',
        held,
        createdAt: now,
        ...(outcome ? { outcome } : {}),
      }
      return move(refund, held ? {} : { dueAt: now })
    },
    execute,
    fail,
    hold(hold: boolean): void {
      holding = hold
    },
    start() {
      started = true
      alarm.arm()
    },
    close: () => alarm.close(),
  }
}
