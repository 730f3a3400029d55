import { type Context, Hono } from 'hono'
import type { Access } from './access.ts'
import { apiError } from './errors.ts'
import { applyDelay, type Faults } from '../control/faults.ts'
import type { AnswerOnce } from './idempotency.ts'
import { describeRefund, type RefundRequest } from '../model/refund.ts'
import type { RefundStore } from '../store/refund-store.ts'
import type { Refunds } from '../model/refunds.ts'
import { refundErrors } from './validate.ts'

export interface RefundApiDeps {
  refundStore: RefundStore
  refunds: Refunds
  faults: Faults
  access: Access
  answerOnce: AnswerOnce
}

const INVALID = 'The request was invalid.'

/** @see https://docs.truelayer.com/docs/refund-a-payment */
export function createRefundApi(deps: RefundApiDeps): Hono {
  const { refundStore, refunds, faults, answerOnce } = deps
  const { client, findPayment, signed } = deps.access
  const app = new Hono()

  app.post('/:id/refunds', client, signed, faults.spoil('create_refund'), (c) =>
    answerOnce(c, (body) => {
      const payment = findPayment(c)
      if (!payment) return notFound(c, 'Payment')
      const errors = refundErrors(body, payment.request.currency)
      if (Object.keys(errors).length > 0) return apiError(c, 'invalid-parameters', INVALID, errors)
      if (payment.status !== 'settled') {
        return apiError(c, 'invalid-state', `A payment that is ${payment.status} cannot be refunded.`)
      }
      const request = body as RefundRequest
      const left = refunds.leftOf(payment)
      if (left === 0) return apiError(c, 'invalid-state', 'The payment has been refunded already.')
      const amount = request.amount_in_minor ?? left
      if (amount > left) {
        const problem = { amount_in_minor: [`Must be at most ${left}, which is left of the payment.`] }
        return apiError(c, 'invalid-parameters', INVALID, problem)
      }
      return { status: 202, body: { id: refunds.create(payment, amount, request).id } }
    }),
  )

  app.get('/:id/refunds', client, (c) => {
    const payment = findPayment(c)
    if (!payment) return notFound(c, 'Payment')
    return c.json({ items: refundStore.ofPayments([payment.id]).map(describeRefund) })
  })

  app.get('/:id/refunds/:refundId', client, faults.spoil('get_refund'), async (c) => {
    await applyDelay(c)
    const refund = refundStore.find(c.req.param('refundId'))
    return refund && refund.paymentId === findPayment(c)?.id
      ? c.json(describeRefund(refund))
      : notFound(c, 'Refund')
  })
  return app
}

function notFound(c: Context, what: string): Response {
  return apiError(c, 'not-found', `${what} could not be found.`)
}
