import { type Context, Hono } from 'hono'
import { bodyOf, limitOf } from './parse.ts'
import { describeRefund, type Refund, type RefundStatus } from '../model/refund.ts'
import type { RefundStore } from '../store/refund-store.ts'
import type { Refunds } from '../model/refunds.ts'

export function createRefundControl({ store, refunds }: { store: RefundStore; refunds: Refunds }): Hono {
  const app = new Hono()

  app.get('/', (c) => c.json({ refunds: store.list(limitOf(c)).map(present) }))
  app.post('/hold', (c) => {
    refunds.hold(true)
    return c.body(null, 204)
  })
  app.post('/release', (c) => {
    refunds.hold(false)
    return c.body(null, 204)
  })
  app.post('/:id/execute', (c) => move(c, 'executed', refunds.execute))
  app.post('/:id/fail', async (c) => {
    const { reason } = await bodyOf(c)
    return move(c, 'failed', (refund) =>
      refunds.fail(refund, typeof reason === 'string' ? reason : undefined),
    )
  })
  return app

  function move(c: Context, wanted: RefundStatus, work: (refund: Refund) => Refund): Response {
    const refund = store.find(c.req.param('id') ?? '')
    if (!refund) return c.json({ error: 'no such refund' }, 404)
    const moved = work(refund)
    if (moved.status === wanted) return c.json(present(moved))
    return c.json({ error: `the refund is ${moved.status}`, refund: present(moved) }, 409)
  }
}

function present(refund: Refund): object {
  const { paymentId, held, dueAt } = refund
  const next = dueAt === undefined ? null : new Date(dueAt).toISOString()
  return { ...describeRefund(refund), payment_id: paymentId, held, next_step_at: next }
}
