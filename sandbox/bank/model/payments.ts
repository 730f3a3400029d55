import { randomBytes, randomUUID } from 'node:crypto'
import { createAlarm } from '../../core/due-timer.ts'
import { findProvider, type Provider, schemeFor } from './banks.ts'
import { nextStep } from './flow.ts'
import { FLOWS } from './flows.ts'
import type { BankOptions } from './options.ts'
import type { PayerAccount } from './payer-accounts.ts'
import {
  type DirectAnswer,
  directReturn,
  type FlowConfiguration,
  isClosedLoop,
  isUndecided,
  type Payment,
  type PaymentRequest,
} from './payment.ts'
import { DEFAULT_SECONDS, MAGIC_AMOUNTS, type Scenario } from './scenario.ts'
import type { Store } from '../store/store.ts'
import type { Delivery } from '../webhooks/deliver.ts'

/** An abandoned payment expires after 15 minutes: https://docs.truelayer.com/docs/cancel-a-payment */
const AUTHORIZATION_MS = 15 * 60_000

export type NotifyPayment = (event: string, payment: Payment, delivery?: Partial<Delivery>) => void

export type Payments = ReturnType<typeof createPayments>

export function createPayments(options: BankOptions, store: Store, notify: NotifyPayment) {
  const { executeDelayMs = 150, settleDelayMs = 400, sendAuthorized = false } = options
  let started = false
  const alarm = createAlarm(store.nextDueAt, () => {
    for (const payment of store.duePayments(Date.now())) takeNextStep(payment)
  })

  /** One transaction saves payment and webhook, so that a crash keeps both or none. */
  function move(payment: Payment, changes: Partial<Payment>, event?: string): Payment {
    const { dueAt: _, ...rest } = payment
    const moved = { ...rest, ...changes }
    store.transact(() => {
      store.savePayment(moved)
      if (event) notify(event, moved, treatmentOf(moved, event))
    })
    if (started) alarm.arm()
    return moved
  }

  function startFlow(payment: Payment, flow: FlowConfiguration): Payment {
    if (payment.status !== 'authorization_required') return payment
    const steps = FLOWS[payment.scenario?.flow ?? 'redirect']
    const { providerId: _, schemeId: __, ...unchosen } = payment
    const isAsked = steps.some((step) => step === 'provider_selection')
    return move(isAsked ? unchosen : payment, {
      ...keepDue(payment),
      steps,
      status: 'authorizing',
      returnUri: flow.redirect?.return_uri ?? null,
      ...directReturn(flow),
      canSelectProvider: flow.provider_selection !== undefined,
    })
  }

  function takeNextStep(payment: Payment): void {
    if (isUndecided(payment)) fail(payment, 'expired')
    else if (payment.status === 'authorized') decide(payment)
    else if (payment.status === 'executed') arrive(payment)
    else move(payment, {})
  }

  function decide(payment: Payment): void {
    const outcome = payment.account === 'empty' ? 'insufficient_funds' : payment.scenario?.bank
    if (outcome === 'insufficient_funds') fail(payment, 'insufficient_funds')
    else if (outcome === 'limit_exceeded') fail(payment, 'payment_limit_exceeded')
    else execute(payment)
  }

  function arrive(payment: Payment): void {
    if (payment.scenario?.bank === 'executes_then_fails') fail(payment, 'verification_declined')
    else settle(payment)
  }

  function execute(payment: Payment): Payment {
    if (payment.status !== 'authorized') return payment
    const executedAt = Date.now()
    const { bank, settle_after_seconds: seconds = DEFAULT_SECONDS } = payment.scenario ?? {}
    const delay = bank === 'settles_later' ? seconds * 1_000 : settleDelayMs
    const due = payment.held || !isClosedLoop(payment) ? {} : { dueAt: executedAt + delay }
    return move(payment, { status: 'executed', executedAt, ...due }, 'payment_executed')
  }

  function settle(payment: Payment): Payment {
    const executed = execute(payment)
    if (executed.status !== 'executed' || !isClosedLoop(executed)) return executed
    return move(executed, { status: 'settled', settledAt: Date.now() }, 'payment_settled')
  }

  function fail(payment: Payment, failureReason: string): Payment {
    const isOnItsWay = payment.status === 'executed' && isClosedLoop(payment)
    if (!isUndecided(payment) && payment.status !== 'authorized' && !isOnItsWay) return payment
    const failure = { failureReason, failureStage: payment.status, failedAt: Date.now() }
    return move(payment, { status: 'failed', ...failure }, 'payment_failed')
  }

  return {
    create(request: PaymentRequest, clientId = options.clientId): Payment {
      const now = Date.now()
      const { authorization_flow: flow, user, payment_method: method } = request
      const bank = findProvider(method.provider_selection.provider_id)
      const scenario = MAGIC_AMOUNTS[request.amount_in_minor]
      const payment: Payment = {
        id: randomUUID(),
        clientId,
        secret: randomBytes(18).toString('base64url'),
        request,
        userId: user.id ?? randomUUID(),
        returnUri: null,
        status: 'authorization_required',
        held: false,
        createdAt: now,
        ...(bank && method.provider_selection.type === 'preselected' ? choice(bank, request) : {}),
        ...(scenario ? { scenario } : {}),
      }
      const created = move(payment, { dueAt: now + AUTHORIZATION_MS })
      const begun = flow ? startFlow(created, flow) : created
      return scenario?.creation === 'down' ? fail(begun, 'provider_error') : begun
    },
    direct: (payment: Payment, scenario: Scenario): Payment =>
      move(payment, { ...keepDue(payment), scenario: { ...payment.scenario, ...scenario } }),
    decideAtBank: (payment: Payment, atBank: DirectAnswer): Payment =>
      move(payment, { ...keepDue(payment), atBank }),
    abandon(payment: Payment, afterMs: number): Payment {
      if (!isUndecided(payment)) return payment
      return afterMs > 0 ? move(payment, { dueAt: Date.now() + afterMs }) : fail(payment, 'expired')
    },
    startFlow,
    selectProvider(payment: Payment, bank: Provider): Payment {
      if (payment.status !== 'authorizing' || nextStep(payment) !== 'provider_selection') return payment
      return move(payment, { ...popStep(payment), ...choice(bank, payment.request) })
    },
    consent(payment: Payment): Payment {
      if (payment.status !== 'authorizing' || nextStep(payment) !== 'consent') return payment
      return move(payment, popStep(payment))
    },
    authorise(payment: Payment, account: PayerAccount['id']): Payment {
      const canApprove = payment.providerId && ['redirect', 'wait'].includes(nextStep(payment))
      if (payment.status !== 'authorizing' || !canApprove) return payment
      if (payment.scenario?.bank === 'unavailable') return fail(payment, 'provider_error')
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

function treatmentOf(payment: Payment, event: string): Delivery {
  const { webhook = 'delivered', delay_seconds: seconds = DEFAULT_SECONDS } = payment.scenario ?? {}
  const isLast =
    ['payment_settled', 'payment_failed'].includes(event) ||
    (event === 'payment_executed' && !isClosedLoop(payment))
  return { deliveryMode: webhook === 'reordered' && isLast ? 'delivered' : webhook, delayMs: seconds * 1_000 }
}

function popStep(payment: Payment): Partial<Payment> {
  return { ...keepDue(payment), steps: (payment.steps ?? []).slice(1) }
}

function keepDue({ dueAt }: Payment): Partial<Payment> {
  return dueAt === undefined ? {} : { dueAt }
}
