import { type Context, Hono } from 'hono'
import { describeForWebhook, describePayment } from '../truelayer/present.ts'
import { type Fault, type Faults, MODES, OPERATIONS } from './faults.ts'
import { authorizeUrl } from '../model/flow.ts'
import type { Notify } from '../truelayer/send-webhook.ts'
import { findPayerAccount, PAYER_ACCOUNTS } from '../model/payer-accounts.ts'
import type { Payment, PaymentStatus } from '../model/payment.ts'
import type { Payments } from '../model/payments.ts'
import { bodyOf, limitOf } from './parse.ts'
import { readScenario } from '../model/scenario.ts'
import type { Store } from '../store/store.ts'

export interface BankControlDeps {
  publicUrl: string
  store: Store
  payments: Payments
  notify: Notify
  faults: Faults
}

export function createBankControl({ publicUrl, store, payments, notify, faults }: BankControlDeps): Hono {
  const app = new Hono()

  app.get('/payments', (c) => c.json({ payments: store.listPayments(limitOf(c)).map(present) }))
  app.get('/payments/:id', (c) => {
    const payment = store.findPayment(c.req.param('id'))
    return payment ? c.json(present(payment)) : c.json({ error: 'no such payment' }, 404)
  })
  app.post('/payments/:id/scenario', async (c) => {
    const payment = store.findPayment(c.req.param('id'))
    if (!payment) return c.json({ error: 'no such payment' }, 404)
    const scenario = readScenario(await bodyOf(c))
    if (typeof scenario === 'string') return c.json({ error: scenario }, 400)
    return c.json(present(payments.direct(payment, scenario)))
  })
  app.post('/payments/:id/authorise', async (c) => {
    const account = findPayerAccount((await bodyOf(c))['account'] ?? 'current')
    if (account) return move(c, 'authorized', (payment) => payments.authorise(payment, account.id))
    return c.json({ error: `account must be one of: ${PAYER_ACCOUNTS.map(({ id }) => id).join(', ')}` }, 400)
  })
  app.post('/payments/:id/abandon', async (c) => {
    const { after_seconds: seconds = 0 } = await bodyOf(c)
    if (!isInteger(seconds, 0, 86_400)) {
      return c.json({ error: 'after_seconds must be an integer from 0 to 86400' }, 400)
    }
    return move(c, seconds > 0 ? 'authorizing' : 'failed', (payment) =>
      payments.abandon(payment, seconds * 1_000),
    )
  })
  app.post('/payments/:id/forge', async (c) => {
    const payment = store.findPayment(c.req.param('id'))
    if (!payment) return c.json({ error: 'no such payment' }, 404)
    const { webhook: deliveryMode = 'forged' } = await bodyOf(c)
    if (deliveryMode !== 'forged' && deliveryMode !== 'stale') {
      return c.json({ error: 'webhook must be one of: forged, stale' }, 400)
    }
    const settled: Payment = { ...payment, status: 'settled', settledAt: Date.now() }
    notify('payment_settled', describeForWebhook(settled), { deliveryMode })
    return c.json({ forged: true }, 202)
  })
  app.post('/payments/:id/reject', (c) => move(c, 'failed', (payment) => payments.fail(payment, 'rejected')))
  app.post('/payments/:id/execute', (c) => move(c, 'executed', payments.execute))
  app.post('/payments/:id/settle', (c) => move(c, 'settled', payments.settle))
  app.post('/payments/:id/fail', async (c) => {
    const { reason = 'provider_rejected' } = await bodyOf(c)
    return move(c, 'failed', (payment) => payments.fail(payment, String(reason)))
  })

  app.get('/fail-next', (c) => c.json({ faults: faults.list() }))
  app.post('/fail-next', async (c) => {
    const fault = readFault(await bodyOf(c))
    if (typeof fault === 'string') return c.json({ error: fault }, 400)
    faults.plan(fault)
    return c.json({ faults: faults.list() }, 201)
  })
  app.delete('/fail-next', (c) => {
    faults.clear()
    return c.body(null, 204)
  })
  return app

  function move(c: Context, wanted: PaymentStatus, work: (payment: Payment) => Payment): Response {
    const payment = store.findPayment(c.req.param('id') ?? '')
    if (!payment) return c.json({ error: 'no such payment' }, 404)
    const moved = work(payment)
    if (moved.status === wanted) return c.json(present(moved))
    return c.json({ error: `the payment is ${moved.status}`, payment: present(moved) }, 409)
  }

  function present(payment: Payment): object {
    const { request, account = null, held, dueAt, scenario = {} } = payment
    const authorize = payment.status === 'authorizing' ? authorizeUrl(payment, publicUrl) : null
    const next = dueAt === undefined ? null : new Date(dueAt).toISOString()
    return {
      ...describePayment(payment, publicUrl),
      account,
      held,
      scenario,
      next_step_at: next,
      authorize_url: authorize,
      request,
    }
  }
}

function readFault(body: Record<string, unknown>): Fault | string {
  const { status = 500, times = 1, delay_ms: delay = 1_000 } = body
  const operation = OPERATIONS.find((known) => known === body['operation'])
  const mode = MODES.find((known) => known === (body['mode'] ?? 'status'))
  if (!operation) return `operation must be one of: ${OPERATIONS.join(', ')}`
  if (!mode) return `mode must be one of: ${MODES.join(', ')}`
  if (!isInteger(status, 400, 599)) return 'status must be an integer from 400 to 599'
  if (!isInteger(times, 1, 1_000_000)) return 'times must be a positive integer'
  if (!isInteger(delay, 0, 600_000)) return 'delay_ms must be an integer from 0 to 600000'
  return { operation, mode, status, times, delay_ms: delay }
}

function isInteger(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
}
