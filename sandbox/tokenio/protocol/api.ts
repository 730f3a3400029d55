import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { SandboxEnv } from '../../faults/inject-fault.ts'
import { fine } from '../model/amounts.ts'
import { BANKS, describeBank } from '../model/banks.ts'
import { describePayment, describeRefund } from './present.ts'
import { apiError, fieldError } from './errors.ts'
import type { Access } from './access.ts'
import type { TokenIoOptions } from '../model/options.ts'
import {
  type Initiation,
  isSettlement,
  type Payment,
  type Refund,
  type RefundInitiation,
  WAITING,
} from '../model/payment.ts'
import type { Payments } from '../model/payments.ts'
import type { Refunds } from '../model/refunds.ts'
import { scenarioOf } from '../model/scenario.ts'
import type { Statements } from '../model/statement.ts'
import type { Store } from '../model/store.ts'
import { paymentError, refundError } from './validate.ts'

export const OPERATIONS = [
  'list_banks',
  'create_payment',
  'get_payment',
  'list_payments',
  'cancel_payment',
  'create_refund',
  'get_refund',
  'list_transactions',
] as const

export interface TokenIoApiDeps {
  options: TokenIoOptions
  store: Store
  statements: Statements
  payments: Payments
  refunds: Refunds
  access: Access
  spoil: (operation: (typeof OPERATIONS)[number]) => MiddlewareHandler<SandboxEnv>
}

export function createTokenIoApi(deps: TokenIoApiDeps): Hono<SandboxEnv> {
  const { options, store, statements, payments, refunds, access, spoil } = deps
  const { publicUrl } = options
  const { member, memberOf } = access
  const app = new Hono<SandboxEnv>()
  app.use('/v2/*', member)
  app.use('/refunds/*', member)
  app.use('/refunds', member)
  app.use('/virtual-accounts/*', member)

  app.get('/v2/banks', spoil('list_banks'), (c) => {
    const instruments = c.req.queries('supportedLocalInstruments')
    const countries = c.req.queries('countries')
    const found = BANKS.filter(
      (bank) =>
        (countries?.includes(bank.country) ?? true) &&
        (instruments?.some((name) => bank.instruments.includes(name)) ?? true),
    )
    const page = Number(c.req.query('page') ?? 1)
    const perPage = Number(c.req.query('perPage') ?? 200)
    const banks = found.slice((page - 1) * perPage, page * perPage)
    const paging = { page, perPage, pageCount: Math.ceil(found.length / perPage), totalCount: found.length }
    return c.json({ banks: banks.map((bank) => describeBank(bank, publicUrl)), paging })
  })

  app.post('/v2/payments', spoil('create_payment'), async (c) => {
    const body = await bodyOf(c)
    const wrong = paymentError(body, memberOf(c))
    if (wrong) return fieldError(c, wrong)
    const { initiation } = body as { initiation: Initiation }
    const isUnreachable = scenarioOf(initiation.amount)?.creation === 'unreachable'
    return isUnreachable
      ? apiError(c, 503, 'UNAVAILABLE')
      : answer(c, payments.create(initiation, memberOf(c).memberId))
  })

  app.get('/v2/payments', spoil('list_payments'), (c) => {
    const limit = limitOf(c)
    if (limit === undefined) return apiError(c, 400, 'Field.Expected', ['limit'])
    const found = store.payments(searchOf(c), limit)
    const described = found.map((payment) => describePayment(payment, publicUrl))
    return c.json({ payments: described, pageInfo: { limit, haveMore: false } })
  })

  app.get('/v2/payments/:id', spoil('get_payment'), (c) => withPayment(c, (payment) => answer(c, payment)))

  app.delete('/v2/payments/:id', spoil('cancel_payment'), (c) =>
    withPayment(c, (payment) =>
      payment.status === WAITING
        ? answer(c, payments.cancel(payment))
        : apiError(c, 400, 'FAILED_PRECONDITION'),
    ),
  )

  app.post('/refunds', spoil('create_refund'), async (c) => {
    const body = await bodyOf(c)
    const wrong = refundError(body)
    if (wrong) return fieldError(c, wrong)
    const { initiation } = body as { initiation: RefundInitiation }
    const payment = payments.find(initiation.originalPaymentId)
    if (!payment || !isOf(c)(payment)) return apiError(c, 404, 'NOT_FOUND')
    const refundable = isSettlement(payment) && payment.status === 'SETTLEMENT_COMPLETED'
    if (!refundable) return apiError(c, 400, 'FAILED_PRECONDITION')
    if (initiation.amount.currency !== payment.initiation.amount.currency) {
      return fieldError(c, { errorCode: 'Field.Invalid', path: 'initiation.amount.currency' })
    }
    if (fine(initiation.amount.value) > refunds.leftOf(payment)) {
      return fieldError(c, { errorCode: 'Field.Invalid', path: 'initiation.amount.value' })
    }
    return c.json({ refund: describeRefund(refunds.create(initiation, payment)) })
  })

  app.get('/refunds', (c) => {
    const limit = limitOf(c)
    if (limit === undefined) return apiError(c, 400, 'Field.Expected', ['limit'])
    const found = store.refunds(searchOf(c), limit)
    return c.json({
      refunds: found.map((refund) => describeRefund(refund)),
      paging: { limit },
    })
  })

  app.get('/refunds/:id', spoil('get_refund'), (c) => {
    const refund = refunds.find(c.req.param('id'))
    return refund && isOf(c)(refund)
      ? c.json({ refund: describeRefund(refund) })
      : apiError(c, 404, 'NOT_FOUND')
  })

  app.get('/virtual-accounts/:id/transactions', spoil('list_transactions'), (c) => {
    const limit = limitOf(c)
    if (limit === undefined) return apiError(c, 400, 'Field.Expected', ['limit'])
    const { startDate = '0000-01-01', endDate = '9999-12-31', offset = '0' } = c.req.query()
    const { lines, next } = statements.page(c.req.param('id'), startDate, endDate, Number(offset))
    const paging = next === undefined ? { haveMore: false } : { haveMore: true, nextOffset: String(next) }
    return c.json({ transactions: lines, pageInfo: { limit, ...paging } })
  })
  return app

  function searchOf(c: Context) {
    return {
      ids: c.req.queries('ids'),
      refIds: c.req.queries('refIds'),
      memberId: memberOf(c).memberId,
    }
  }

  function isOf(c: Context): (row: Payment | Refund) => boolean {
    const { memberId } = memberOf(c)
    return (row) => row.memberId === memberId
  }

  function withPayment(c: Context, work: (payment: Payment) => Response): Response {
    const payment = payments.find(c.req.param('id') ?? '')
    return payment && isOf(c)(payment) ? work(payment) : apiError(c, 404, 'NOT_FOUND')
  }

  function answer(c: Context, payment: Payment): Response {
    return c.json({ payment: describePayment(payment, publicUrl) })
  }
}

function bodyOf(c: Context): Promise<unknown> {
  return c.req.json<unknown>().catch(() => undefined)
}

function limitOf(c: Context): number | undefined {
  const limit = Number(c.req.query('limit'))
  return Number.isInteger(limit) && limit >= 1 && limit <= 200 ? limit : undefined
}
