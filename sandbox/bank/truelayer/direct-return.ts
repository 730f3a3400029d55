import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { findProvider } from '../model/banks.ts'
import { apiError } from './errors.ts'
import type { Faults } from '../control/faults.ts'
import type { AnswerOnce } from './idempotency.ts'
import type { DirectAnswer, Payment } from '../model/payment.ts'
import type { Payments } from '../model/payments.ts'
import { object } from '../control/parse.ts'
import type { Store } from '../store/store.ts'

export function answerOf(
  { id }: Payment,
  decision: DirectAnswer['decision'],
  account: DirectAnswer['account'],
): DirectAnswer {
  const random = () => randomBytes(16).toString('base64url')
  return { decision, account, state: `${id}.${random()}`, code: random() }
}

export function directAddressOf({
  directReturnUri,
  atBank,
  status,
  providerId,
}: Payment): string | undefined {
  if (!directReturnUri || !atBank || status !== 'authorizing') return undefined
  const { decision, state, code } = atBank
  const said = new URLSearchParams(decision === 'authorise' ? { code, state } : { error: DENIED, state })
  const url = new URL(directReturnUri)
  if (findProvider(providerId)?.country === 'GB') url.hash = said.toString()
  else url.search = said.toString()
  return url.href
}

const DENIED = 'access_denied'

export function createDirectReturn({
  store,
  payments,
  faults,
  answerOnce,
}: {
  store: Store
  payments: Payments
  faults: Faults
  answerOnce: AnswerOnce
}): Hono {
  const app = new Hono()
  app.post('/v3/payments-provider-return', faults.spoil('provider_return'), (c) =>
    answerOnce(c, (body) => {
      const { query, fragment } = object(body)
      if (typeof query !== 'string' || typeof fragment !== 'string') {
        const field = typeof query === 'string' ? 'fragment' : 'query'
        const errors = { [field]: ['Is required, and may be empty.'] }
        return apiError(c, 'invalid-parameters', 'The request was invalid.', errors)
      }
      const said = new URLSearchParams(`${query.replace(/^\?/, '')}&${fragment.replace(/^#/, '')}`)
      const state = said.get('state') ?? ''
      const payment = store.findPayment(state.split('.')[0] ?? '')
      const expected = payment?.atBank
      const isGenuine =
        expected?.state === state &&
        (expected.decision === 'authorise'
          ? said.get('code') === expected.code
          : said.get('error') === DENIED)
      if (!payment || !expected || !isGenuine) {
        const errors = { state: ['Belongs to no payment.'] }
        return apiError(c, 'invalid-parameters', 'The request was invalid.', errors)
      }
      if (expected.decision === 'authorise') payments.authorise(payment, expected.account)
      else payments.fail(payment, 'rejected')
      return { status: 200, body: { resource: { type: 'payment', payment_id: payment.id } } }
    }),
  )
  return app
}
