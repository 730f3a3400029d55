import { type Context, Hono } from 'hono'
import { findProvider, type Provider } from '../model/banks.ts'
import { answerOf, directAddressOf } from '../truelayer/direct-return.ts'
import { type BankOptions, clientsOf } from '../model/options.ts'
import type { Payment } from '../model/payment.ts'
import type { Payments } from '../model/payments.ts'
import type { RefundStore } from '../store/refund-store.ts'
import type { Store } from '../store/store.ts'
import { addressOf, ConsentPage, NotFoundPage, LogInPage } from './authorize.tsx'
import { OverviewPage } from './overview.tsx'
import { readDecision } from './read-decision.ts'
import { style } from './style.ts'

export interface BankPagesDeps {
  options: BankOptions
  store: Store
  refundStore: RefundStore
  payments: Payments
}

type Step = (c: Context, found: { payment: Payment; bank: Provider }) => Response | Promise<Response>

export function createBankPages({ options, store, refundStore, payments }: BankPagesDeps): Hono {
  const app = new Hono()

  app.get('/bank/style.css', (c) =>
    c.body(style, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=300' }),
  )

  app.get(
    '/bank/authorize/:id',
    undecided((c, found) => c.html(<LogInPage {...found} />)),
  )
  app.post(
    '/bank/authorize/:id/log-in',
    undecided((c, { payment }) => c.redirect(addressOf(payment, 'consent'), 303)),
  )
  app.get(
    '/bank/authorize/:id/consent',
    undecided((c, found) => c.html(<ConsentPage {...found} payee={payeeOf(found.payment)} />)),
  )
  app.post(
    '/bank/authorize/:id/decision',
    undecided(async (c, { payment }) => {
      const made = readDecision(await c.req.parseBody(), payment.scenario)
      if (!made) return c.redirect(addressOf(payment, 'consent'), 303)
      const { decision, account, scenario } = made
      const directed = scenario ? payments.direct(payment, scenario) : payment
      if (decision === 'leave') return backToClient(c, directed)
      if (directed.directReturnUri) {
        return backToClient(c, payments.decideAtBank(directed, answerOf(directed, decision, account.id)))
      }
      if (decision === 'reject') return backToClient(c, payments.fail(directed, 'rejected'))
      return backToClient(c, payments.authorise(directed, account.id))
    }),
  )

  app.get('/', (c) => {
    const listed = store.listPayments()
    const refunds = refundStore.ofPayments(listed.map(({ id }) => id))
    return c.html(<OverviewPage payments={listed} refunds={refunds} />)
  })
  return app

  function undecided(step: Step): (c: Context) => Response | Promise<Response> {
    return (c) => {
      c.header('cache-control', 'no-store')
      const payment = store.findPayment(c.req.param('id') ?? '')
      const bank = findProvider(payment?.providerId)
      if (!payment || !bank || c.req.query('key') !== payment.secret) return c.html(<NotFoundPage />, 404)
      const isDecided = payment.status !== 'authorizing' || payment.atBank !== undefined
      return isDecided ? backToClient(c, payment) : step(c, { payment, bank })
    }
  }

  function payeeOf({ request }: Payment): string {
    const { account_holder_name: holder, merchant_account_id: accountId } = request.payment_method.beneficiary
    const account = clientsOf(options)
      .flatMap(({ merchantAccounts }) => merchantAccounts)
      .find(({ id }) => id === accountId)
    return holder ?? account?.accountHolderName ?? 'Unknown payee'
  }
}

function backToClient(c: Context, payment: Payment): Response | Promise<Response> {
  const { id, returnUri, status, failureReason } = payment
  const direct = directAddressOf(payment)
  if (direct) return c.redirect(direct, 303)
  if (returnUri === null) return c.html(<NotFoundPage />, 404)
  const url = new URL(returnUri)
  url.searchParams.set('payment_id', id)
  if (status === 'failed' && failureReason) url.searchParams.set('error', failureReason)
  return c.redirect(url.href, 303)
}
