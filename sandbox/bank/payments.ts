import { randomBytes, randomUUID } from 'node:crypto'
import { createAlarm } from '../alarm.ts'
import type { BankOptions } from './options.ts'
import { findProvider } from './providers.ts'
import type { Payment, PaymentRequest, Store } from './store.ts'
import type { Webhooks } from './webhooks.ts'

/** How long a payer has to approve, as at TrueLayer. */
const AUTHORIZATION_MS = 15 * 60_000

export type Payments = ReturnType<typeof createPayments>

/** The life of a payment at the bank: created, approved or rejected, executed, settled. Forward only. */
export function createPayments(options: BankOptions, store: Store, webhooks: Webhooks) {
  const { executeDelayMs = 150, settleDelayMs = 400, sendAuthorized = false } = options
  let started = false
  const alarm = createAlarm(
    () => store.nextDueAt(),
    () => {
      for (const payment of store.duePayments(Date.now())) step(payment)
    },
  )

  function save(payment: Payment): Payment {
    store.savePayment(payment)
    if (started) alarm.arm()
    return payment
  }

  /** What happens when a payment's time has come. */
  function step(payment: Payment): void {
    if (payment.status === 'authorization_required' || payment.status === 'authorizing')
      fail(payment, 'expired')
    else if (payment.status === 'authorized' && payment.account === 'empty')
      fail(payment, 'insufficient_funds')
    else if (payment.status === 'authorized') execute(payment)
    else if (payment.status === 'executed') settle(payment)
    else save(withoutDue(payment))
  }

  function execute(payment: Payment): Payment {
    if (payment.status !== 'authorized') return payment
    const at = Date.now()
    const due = payment.held ? {} : { dueAt: at + settleDelayMs }
    const executed = save({ ...withoutDue(payment), status: 'executed', executedAt: at, ...due })
    webhooks.add('payment_executed', payment.id, { executed_at: iso(at), ...common(executed) })
    return executed
  }

  function settle(payment: Payment): Payment {
    if (payment.status === 'authorized') execute(payment)
    const current = store.findPayment(payment.id) ?? payment
    if (current.status !== 'executed') return current
    const at = Date.now()
    const settled = save({ ...withoutDue(current), status: 'settled', settledAt: at })
    const facts = { settled_at: iso(at), settlement_risk: { category: 'low_risk' }, ...common(settled) }
    webhooks.add('payment_settled', payment.id, facts)
    return settled
  }

  function fail(payment: Payment, reason: string): Payment {
    if (payment.status === 'settled' || payment.status === 'failed' || payment.status === 'executed')
      return payment
    const at = Date.now()
    const failureStage = payment.status
    const failed = save({
      ...withoutDue(payment),
      status: 'failed',
      failedAt: at,
      failureReason: reason,
      failureStage,
    })
    const facts = {
      failed_at: iso(at),
      failure_stage: failureStage,
      failure_reason: reason,
      ...common(failed),
    }
    webhooks.add('payment_failed', payment.id, facts)
    return failed
  }

  return {
    create(request: PaymentRequest, returnUri: string | null): Payment {
      const now = Date.now()
      return save({
        id: randomUUID(),
        secret: randomBytes(18).toString('base64url'),
        request,
        userId: request.user.id ?? randomUUID(),
        returnUri,
        status: returnUri === null ? 'authorization_required' : 'authorizing',
        held: false,
        createdAt: now,
        dueAt: now + AUTHORIZATION_MS,
      })
    },
    startFlow(payment: Payment, returnUri: string): Payment {
      if (payment.status !== 'authorization_required') return payment
      return save({ ...payment, status: 'authorizing', returnUri })
    },
    /** The payer approves from an account; approving what is decided already changes nothing. */
    authorise(payment: Payment, account: string): Payment {
      if (payment.status !== 'authorizing') return payment
      const at = Date.now()
      const held = account === 'slow'
      const due = held ? {} : { dueAt: at + executeDelayMs }
      const authorized = save({
        ...withoutDue(payment),
        status: 'authorized',
        authorizedAt: at,
        account,
        held,
        ...due,
      })
      if (sendAuthorized)
        webhooks.add('payment_authorized', payment.id, { authorized_at: iso(at), ...common(authorized) })
      return authorized
    },
    execute,
    settle,
    fail,
    /** Only before the payer has approved. */
    cancel(payment: Payment): boolean {
      if (payment.status !== 'authorizing' && payment.status !== 'authorization_required') return false
      fail(payment, 'canceled')
      return true
    },
    start() {
      started = true
      alarm.arm()
    },
    close: () => alarm.close(),
  }
}

/** As `GET /v3/payments/{id}` shows it. */
export function describePayment(payment: Payment): object {
  const { request } = payment
  return {
    id: payment.id,
    amount_in_minor: request.amount_in_minor,
    currency: request.currency,
    user: { id: payment.userId },
    payment_method: request.payment_method,
    metadata: request.metadata ?? {},
    created_at: iso(payment.createdAt),
    status: payment.status,
    ...(payment.authorizedAt ? { authorized_at: iso(payment.authorizedAt) } : {}),
    ...(payment.executedAt ? { executed_at: iso(payment.executedAt) } : {}),
    ...(payment.settledAt ? { settled_at: iso(payment.settledAt) } : {}),
    ...(payment.failedAt
      ? {
          failed_at: iso(payment.failedAt),
          failure_stage: payment.failureStage,
          failure_reason: payment.failureReason,
        }
      : {}),
  }
}

function common({ request, userId }: Payment): object {
  const { provider_selection: selection, beneficiary } = request.payment_method
  const provider = findProvider(selection.provider_id ?? '')
  return {
    payment_method: {
      type: 'bank_transfer',
      provider_id: provider?.id,
      beneficiary: { type: beneficiary.type, merchant_account_id: beneficiary.merchant_account_id },
    },
    user_id: userId,
    metadata: request.metadata ?? {},
  }
}

function withoutDue({ dueAt: _, ...payment }: Payment): Payment {
  return payment
}

function iso(instant: number): string {
  return new Date(instant).toISOString()
}
