import { randomBytes, randomUUID } from 'node:crypto'
import { createAlarm } from '../alarm.ts'
import { findProvider, type Provider } from './banks.ts'
import { describeForWebhook } from './describe.ts'
import type { BankOptions } from './options.ts'
import type { PayerAccount } from './payer-accounts.ts'
import {
  type FlowConfiguration,
  isClosedLoop,
  isUndecided,
  type Payment,
  type PaymentRequest,
} from './payment.ts'
import type { Store } from './store.ts'
import { schemeFor } from './validate.ts'
import type { Webhooks } from './webhooks.ts'

/** How long a payer has to approve: https://docs.truelayer.com/docs/cancel-a-payment */
const AUTHORIZATION_MS = 15 * 60_000

export type Payments = ReturnType<typeof createPayments>

/**
 * The life of a payment at the bank: created, approved or rejected, executed, settled. Forward only: each
 * move answers the payment as it is afterwards, unchanged where the move was too late.
 */
export function createPayments(options: BankOptions, store: Store, webhooks: Webhooks) {
  const { executeDelayMs = 150, settleDelayMs = 400, sendAuthorized = false } = options
  let started = false
  const alarm = createAlarm(store.nextDueAt, () => {
    for (const payment of store.duePayments(Date.now())) takeNextStep(payment)
  })

  /** Saves the payment and tells of it in one transaction: a crash loses no webhook. */
  function move(payment: Payment, changes: Partial<Payment>, event?: string): Payment {
    const { dueAt: _, ...rest } = payment
    const moved = { ...rest, ...changes }
    store.transact(() => {
      store.savePayment(moved)
      if (event) webhooks.add(event, describeForWebhook(moved))
    })
    if (started) alarm.arm()
    return moved
  }

  function startFlow(payment: Payment, flow: FlowConfiguration): Payment {
    if (payment.status !== 'authorization_required') return payment
    return move(payment, {
      ...keptDue(payment),
      status: 'authorizing',
      returnUri: flow.redirect?.return_uri ?? null,
      canSelectProvider: flow.provider_selection !== undefined,
    })
  }

  function takeNextStep(payment: Payment): void {
    if (isUndecided(payment)) fail(payment, 'expired')
    else if (payment.status === 'authorized' && payment.account === 'empty')
      fail(payment, 'insufficient_funds')
    else if (payment.status === 'authorized') execute(payment)
    else if (payment.status === 'executed') settle(payment)
    else move(payment, {})
  }

  function execute(payment: Payment): Payment {
    if (payment.status !== 'authorized') return payment
    const executedAt = Date.now()
    const due = payment.held || !isClosedLoop(payment) ? {} : { dueAt: executedAt + settleDelayMs }
    return move(payment, { status: 'executed', executedAt, ...due }, 'payment_executed')
  }

  function settle(payment: Payment): Payment {
    const executed = execute(payment)
    if (executed.status !== 'executed' || !isClosedLoop(executed)) return executed
    return move(executed, { status: 'settled', settledAt: Date.now() }, 'payment_settled')
  }

  function fail(payment: Payment, failureReason: string): Payment {
    if (!isUndecided(payment) && payment.status !== 'authorized') return payment
    const failure = { failureReason, failureStage: payment.status, failedAt: Date.now() }
    return move(payment, { status: 'failed', ...failure }, 'payment_failed')
  }

  return {
    /** Creates a payment from a valid request, and begins its authorisation if the request says so. */
    create(request: PaymentRequest): Payment {
      const now = Date.now()
      const { authorization_flow: flow, user, payment_method: method } = request
      const bank = findProvider(method.provider_selection.provider_id)
      const payment: Payment = {
        id: randomUUID(),
        secret: randomBytes(18).toString('base64url'),
        request,
        userId: user.id ?? randomUUID(),
        returnUri: null,
        status: 'authorization_required',
        held: false,
        createdAt: now,
        ...(bank && method.provider_selection.type === 'preselected' ? choice(bank, request) : {}),
      }
      const created = move(payment, { dueAt: now + AUTHORIZATION_MS })
      return flow ? startFlow(created, flow) : created
    },
    startFlow,
    selectProvider(payment: Payment, bank: Provider): Payment {
      if (payment.status !== 'authorizing' || payment.providerId) return payment
      return move(payment, { ...keptDue(payment), ...choice(bank, payment.request) })
    },
    /** The payer approves from an account; approving what is decided already changes nothing. */
    authorise(payment: Payment, account: PayerAccount['id']): Payment {
      if (payment.status !== 'authorizing' || !payment.providerId) return payment
      const authorizedAt = Date.now()
      const held = account === 'slow'
      const due = held ? {} : { dueAt: authorizedAt + executeDelayMs }
      const event = sendAuthorized ? 'payment_authorized' : undefined
      return move(payment, { status: 'authorized', authorizedAt, account, held, ...due }, event)
    },
    execute,
    settle,
    fail,
    start() {
      started = true
      alarm.arm()
    },
    close: () => alarm.close(),
  }
}

function choice(bank: Provider, request: PaymentRequest): Partial<Payment> {
  const schemeId = schemeFor(bank, request.payment_method.provider_selection)
  return { providerId: bank.id, ...(schemeId ? { schemeId } : {}) }
}

/** A move forgets when the next step was due; these two leave the payer's time running. */
function keptDue({ dueAt }: Payment): Partial<Payment> {
  return dueAt === undefined ? {} : { dueAt }
}
