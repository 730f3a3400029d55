import { type Context, Hono } from 'hono'
import { type Fault, type Faults, OPERATIONS, type Operation } from './faults.ts'
import type { Payments } from './payments.ts'
import type { Payment, Store } from './store.ts'
import type { Webhooks } from './webhooks.ts'

export interface BankControlDeps {
  store: Store
  payments: Payments
  webhooks: Webhooks
  faults: Faults
}

/** `/sandbox`: what a test or a demo may do to the bank that no client can. No authentication. */
export function createBankControl({ store, payments, webhooks, faults }: BankControlDeps): Hono {
  const app = new Hono()

  app.get('/payments', (c) => c.json({ payments: store.listPayments().map(shown) }))
  app.get('/payments/:id', (c) => withPayment(c, (payment) => payment))
  app.post('/payments/:id/authorise', async (c) => {
    const { account = 'current' } = await c.req
      .json<{ account?: string }>()
      .catch(() => ({ account: 'current' }))
    return withPayment(c, (payment) => payments.authorise(payment, account))
  })
  app.post('/payments/:id/reject', (c) =>
    withPayment(c, (payment) => payments.fail(payment, 'not_authorized')),
  )
  app.post('/payments/:id/execute', (c) => withPayment(c, payments.execute))
  app.post('/payments/:id/settle', (c) => withPayment(c, payments.settle))
  app.post('/payments/:id/fail', async (c) => {
    const { reason = 'provider_rejected' } = await c.req
      .json<{ reason?: string }>()
      .catch(() => ({ reason: undefined }))
    return withPayment(c, (payment) => payments.fail(payment, reason))
  })

  app.get('/webhooks', (c) => c.json({ webhooks: webhooks.list() }))
  app.post('/webhooks/hold', async (c) => {
    const { drop = false } = await c.req.json<{ drop?: boolean }>().catch(() => ({ drop: false }))
    webhooks.hold(drop ? 'drop' : 'hold')
    return c.body(null, 204)
  })
  app.post('/webhooks/release', (c) => {
    webhooks.hold('no')
    return c.body(null, 204)
  })
  app.post('/webhooks/:id/replay', (c) =>
    webhooks.replay(c.req.param('id'))
      ? c.json({ replayed: true }, 202)
      : c.json({ error: 'no such webhook' }, 404),
  )

  app.post('/fail-next', async (c) => {
    const { operation, mode = 'status', status = 500, times = 1 } = await c.req.json<Partial<Fault>>()
    if (!OPERATIONS.includes(operation as Operation)) {
      return c.json({ error: `operation must be one of: ${OPERATIONS.join(', ')}` }, 400)
    }
    faults.plan({ operation: operation as Operation, mode, status, times })
    return c.body(null, 204)
  })
  return app

  function withPayment(c: Context, work: (payment: Payment) => Payment): Response {
    const payment = store.findPayment(c.req.param('id') ?? '')
    return payment ? c.json(shown(work(payment))) : c.json({ error: 'no such payment' }, 404)
  }
}

function shown({ secret: _, ...payment }: Payment): object {
  return payment
}
