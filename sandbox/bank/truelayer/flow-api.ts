import { type Context, Hono } from 'hono'
import type { Access } from './access.ts'
import { describeFlow } from './present.ts'
import { apiError } from './errors.ts'
import type { Faults } from '../control/faults.ts'
import { nextStep } from '../model/flow.ts'
import type { FlowStep } from '../model/flows.ts'
import type { AnswerOnce, Outcome } from './idempotency.ts'
import type { FlowConfiguration, Payment } from '../model/payment.ts'
import type { Payments } from '../model/payments.ts'
import { selectableProviders } from './providers.ts'
import { isObject, object } from '../control/parse.ts'
import { schemeFor } from '../model/banks.ts'
import { flowErrors } from './validate.ts'

export interface FlowApiDeps {
  publicUrl: string
  payments: Payments
  faults: Faults
  access: Access
  answerOnce: AnswerOnce
}

const INVALID = 'The request was invalid.'

/** @see https://docs.truelayer.com/reference/start-payment-authorization-flow */
export function createFlowApi({ publicUrl, payments, faults, access, answerOnce }: FlowApiDeps): Hono {
  const app = new Hono()
  const { clientOrPayer, findPayment, signed } = access

  app.post('/:id/authorization-flow', clientOrPayer, signed, faults.spoil('start_flow'), (c) =>
    answerOnce(c, (body) => {
      const payment = findPayment(c)
      if (!payment) return notFound(c)
      const errors = flowErrors(body, payment.request.payment_method.provider_selection.type)
      if (Object.keys(errors).length > 0) return apiError(c, 'invalid-parameters', INVALID, errors)
      if (payment.status !== 'authorization_required') {
        return apiError(c, 'invalid-state', 'The authorization flow has been started already.')
      }
      return answer(payments.startFlow(payment, body as FlowConfiguration))
    }),
  )

  takes('provider_selection', (c, payment, body) => {
    const { provider_selection: selection } = payment.request.payment_method
    const bank = selectableProviders(payment.request.currency, selection.filter).find(
      ({ id }) => id === object(body)['provider_id'],
    )
    if (bank && schemeFor(bank, selection)) return answer(payments.selectProvider(payment, bank))
    const errors = { provider_id: ['Is not a provider that can be selected for this payment.'] }
    return apiError(c, 'invalid-parameters', INVALID, errors)
  })

  takes('consent', (c, payment, body) => {
    if (isObject(body) && Object.keys(body).length === 0) return answer(payments.consent(payment))
    return apiError(c, 'invalid-parameters', INVALID, { '': ['Has no fields.'] })
  })
  return app

  function takes(
    step: FlowStep & ('provider_selection' | 'consent'),
    work: (c: Context, payment: Payment, body: unknown) => Outcome,
  ): void {
    const path = `/:id/authorization-flow/actions/${step.replace('_', '-')}`
    app.post(path, clientOrPayer, signed, faults.spoil('submit_action'), (c) =>
      answerOnce(c, (body) => {
        const payment = findPayment(c)
        if (!payment) return notFound(c)
        if (payment.status === 'authorizing' && nextStep(payment) === step) return work(c, payment, body)
        return apiError(c, 'invalid-state', `${step} is not the next action.`)
      }),
    )
  }

  function answer(payment: Payment): Outcome {
    return { status: 200, body: describeFlow(payment, publicUrl) }
  }
}

function notFound(c: Context): Response {
  return apiError(c, 'not-found', 'Payment could not be found.')
}
