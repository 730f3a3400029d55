import { type Context, Hono } from 'hono'
import { findPayerAccount, PAYER_ACCOUNTS } from '../bank/model/payer-accounts.ts'
import { bodyOf, limitOf } from '../bank/control/parse.ts'
import { readScenario } from '../bank/model/scenario.ts'
import type { SandboxEnv } from '../faults/inject-fault.ts'
import { describePayment, describeRefund } from './protocol/present.ts'
import type { Notify } from './protocol/send-webhook.ts'
import type { TokenIoOptions } from './model/options.ts'
import { isSettlement, type Payment, type Refund } from './model/payment.ts'
import type { Payments } from './model/payments.ts'
import type { Refunds } from './model/refunds.ts'
import type { Signer } from './protocol/signer.ts'
import type { Store } from './model/store.ts'

export interface TokenIoControlDeps {
  options: TokenIoOptions
  store: Store
  payments: Payments
  refunds: Refunds
  signer: Signer
  notify: Notify
}

export function createTokenIoControl({
  options,
  store,
  payments,
  refunds,
  signer,
  notify,
}: TokenIoControlDeps): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()

  app.get('/webhook-key', (c) => c.json({ public_key: signer.publicKey }))
  app.get('/payments', (c) => c.json({ payments: store.payments({}, limitOf(c)).map(present) }))
  app.post('/payments/:id/scenario', async (c) => {
    const scenario = readScenario(await bodyOf(c))
    if (typeof scenario === 'string') return c.json({ error: scenario }, 400)
    return withPayment(c, (payment) => c.json(present(payments.direct(payment, scenario))))
  })
  app.post('/payments/:id/forge', async (c) => {
    const { webhook: deliveryMode = 'forged' } = await bodyOf(c)
    if (deliveryMode !== 'forged' && deliveryMode !== 'stale') {
      return c.json({ error: 'webhook must be one of: forged, stale' }, 400)
    }
    return withPayment(c, (payment) => {
      const status = isSettlement(payment) ? 'SETTLEMENT_COMPLETED' : 'INITIATION_COMPLETED'
      notify.payment({ ...payment, status, bankPaymentStatus: 'ACCC' }, { deliveryMode })
      return c.json({ forged: true }, 202)
    })
  })
  app.post('/payments/:id/abandon', (c) => move(c, ['INITIATION_EXPIRED'], payments.expire))
  app.post('/payments/:id/authorise', async (c) => {
    const account = findPayerAccount((await bodyOf(c))['account'] ?? 'current')
    if (account)
      return move(c, ['INITIATION_PROCESSING'], (payment) => payments.authorise(payment, account.id))
    return c.json({ error: `account must be one of: ${PAYER_ACCOUNTS.map(({ id }) => id).join(', ')}` }, 400)
  })
  app.post('/payments/:id/decline', (c) => move(c, ['INITIATION_DECLINED'], payments.decline))
  app.post('/payments/:id/reject', (c) => move(c, ['INITIATION_REJECTED'], payments.reject))
  app.post('/payments/:id/fail', (c) =>
    move(c, ['INITIATION_REJECTED', 'SETTLEMENT_INCOMPLETE'], payments.strand),
  )
  app.post('/payments/:id/complete', (c) => move(c, ['INITIATION_COMPLETED'], payments.complete))
  app.post('/payments/:id/settle', (c) =>
    move(c, ['SETTLEMENT_COMPLETED', 'INITIATION_COMPLETED'], payments.settle),
  )
  app.post('/payments/:id/status', async (c) => {
    const { status, bank_status: bankStatus } = await bodyOf(c)
    if (typeof status !== 'string') return c.json({ error: 'status must be a text' }, 400)
    const atBank = typeof bankStatus === 'string' ? { bankPaymentStatus: bankStatus } : {}
    return move(c, [status], (payment) => payments.set(payment, { status, ...atBank }))
  })

  app.get('/refunds', (c) => c.json({ refunds: store.refunds().map((refund) => describeRefund(refund)) }))
  app.post('/refunds/:id/complete', (c) => moveRefund(c, 'INITIATION_COMPLETED', refunds.complete))
  app.post('/refunds/:id/reject', (c) => moveRefund(c, 'INITIATION_REJECTED', refunds.reject))
  return app

  function move(c: Context, wanted: string[], work: (payment: Payment) => Payment): Response {
    return withPayment(c, (payment) => {
      const moved = work(payment)
      if (wanted.includes(moved.status)) return c.json(present(moved))
      return c.json({ error: `the payment is ${moved.status}`, payment: present(moved) }, 409)
    })
  }

  function withPayment(c: Context, work: (payment: Payment) => Response): Response {
    const payment = payments.find(c.req.param('id') ?? '')
    return payment ? work(payment) : c.json({ error: 'no such payment' }, 404)
  }

  function moveRefund(c: Context, wanted: string, work: (refund: Refund) => Refund): Response {
    const refund = refunds.find(c.req.param('id') ?? '')
    if (!refund) return c.json({ error: 'no such refund' }, 404)
    const moved = work(refund)
    const described = describeRefund(moved)
    if (moved.status === wanted) return c.json(described)
    return c.json({ error: `the refund is ${moved.status}`, refund: described }, 409)
  }

  function present(payment: Payment): object {
    const { account = null, held, scenario = {} } = payment
    return { ...describePayment(payment, options.publicUrl), account, held, scenario }
  }
}
