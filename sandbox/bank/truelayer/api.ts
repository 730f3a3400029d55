import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { Access } from './access.ts'
import { findProvider } from '../model/banks.ts'
import { describeFlow, describePayment } from './present.ts'
import { apiError } from './errors.ts'
import { applyDelay, type Faults } from '../control/faults.ts'
import type { AnswerOnce, Outcome } from './idempotency.ts'
import type { BankOptions } from '../model/options.ts'
import { isUndecided, type Payment, type PaymentRequest } from '../model/payment.ts'
import type { Payments } from '../model/payments.ts'
import { MAGIC_AMOUNTS } from '../model/scenario.ts'
import type { Store } from '../store/store.ts'
import { paymentErrors } from './validate.ts'

export interface BankApiDeps {
  options: BankOptions
  store: Store
  payments: Payments
  faults: Faults
  access: Access
  answerOnce: AnswerOnce
}

const INVALID = 'The request was invalid.'

export function createBankApi({ options, store, payments, faults, access, answerOnce }: BankApiDeps): Hono {
  const app = new Hono()
  const { client, clientOrPayer, clientOf, findPayment, signed } = access

  app.post('/', client, signed, faults.spoil('create_payment'), (c) =>
    answerOnce(c, (body) => {
      const { clientId, merchantAccounts } = clientOf(c) ?? options
      const errors = paymentErrors(body, merchantAccounts)
      if (Object.keys(errors).length > 0) return apiError(c, 'invalid-parameters', INVALID, errors)
      const request = body as PaymentRequest
      if (MAGIC_AMOUNTS[request.amount_in_minor]?.creation === 'unreachable') {
        return apiError(c, 'provider-error', 'The provider cannot be reached.')
      }
      const payment = payments.create(request, clientId)
      const resourceToken = randomBytes(32).toString('base64url')
      store.saveResourceToken(resourceToken, payment.id)
      const created = { id: payment.id, user: { id: payment.userId }, resource_token: resourceToken }
      return { status: 201, body: { ...created, ...describeFlow(payment, options.publicUrl) } }
    }),
  )

  app.get('/:id', clientOrPayer, faults.spoil('get_payment'), async (c) => {
    await applyDelay(c)
    const payment = findPayment(c)
    return payment ? c.json(describePayment(payment, options.publicUrl)) : notFound(c)
  })

  // TrueLayer accepts the request even if the bank cannot cancel the payment: see docs/truelayer.md.
  app.post('/:id/actions/cancel', clientOrPayer, signed, faults.spoil('cancel_payment'), (c) =>
    answerOnce(c, () =>
      withPayment(c, (payment) => {
        if (!isUndecided(payment)) {
          return apiError(c, 'invalid-state', `A payment that is ${payment.status} cannot be cancelled.`)
        }
        if (canBeStopped(payment)) payments.fail(payment, 'canceled')
        return { status: 202, body: {} }
      }),
    ),
  )
  return app

  function withPayment(c: Context, work: (payment: Payment) => Outcome): Outcome {
    const payment = findPayment(c)
    return payment ? work(payment) : notFound(c)
  }
}

function canBeStopped({ status, providerId }: Payment): boolean {
  const country = findProvider(providerId)?.country ?? 'GB'
  return status === 'authorization_required' || ['GB', 'IE', 'DE'].includes(country)
}

function notFound(c: Context): Response {
  return apiError(c, 'not-found', 'Payment could not be found.')
}
