import { type Context, Hono } from 'hono'
import type { BankOptions } from './options.ts'
import type { Payments } from './payments.ts'
import { addressOf, Consent, Gone, LogIn, Overview } from './page-parts.tsx'
import { findProvider, logoSvg, type Provider, PROVIDERS } from './providers.ts'
import type { Payment, Store } from './store.ts'

export interface BankPagesDeps {
  options: BankOptions
  store: Store
  payments: Payments
}

/** The payer's side of the bank: log in, then authorise or reject. Works without JavaScript; GET changes nothing. */
export function createBankPages({ options, store, payments }: BankPagesDeps): Hono {
  const app = new Hono()

  app.get('/logos/:file', (c) => {
    const provider = PROVIDERS.find(({ id }) => `${id}.svg` === c.req.param('file'))
    if (!provider) return c.notFound()
    return c.body(logoSvg(provider), 200, {
      'content-type': 'image/svg+xml',
      'cache-control': 'max-age=3600',
    })
  })

  app.get('/authorize/:id', (c) => {
    const found = find(c)
    if (!found) return c.html(<Gone />, 404)
    const { payment, provider } = found
    if (payment.status !== 'authorizing') return c.redirect(backTo(payment), 303)
    return c.html(<LogIn provider={provider} action={addressOf(payment, 'consent')} />)
  })

  // Logging in is a GET to the consent page: a sandbox has no sessions, and nothing changes by it.
  app.get('/authorize/:id/consent', (c) => {
    const found = find(c)
    if (!found) return c.html(<Gone />, 404)
    const { payment, provider } = found
    if (payment.status !== 'authorizing') return c.redirect(backTo(payment), 303)
    return c.html(<Consent provider={provider} payment={payment} holder={holderOf(payment)} />)
  })

  app.post('/authorize/:id/decision', async (c) => {
    const found = find(c)
    if (!found) return c.html(<Gone />, 404)
    const { decision, account } = await c.req.parseBody()
    if (decision === 'authorise')
      payments.authorise(found.payment, typeof account === 'string' ? account : 'current')
    else if (found.payment.status === 'authorizing') payments.fail(found.payment, 'not_authorized')
    return c.redirect(backTo(found.payment), 303)
  })

  app.get('/', (c) => c.html(<Overview payments={store.listPayments()} />))
  return app

  function find(c: Context): { payment: Payment; provider: Provider } | undefined {
    const payment = store.findPayment(c.req.param('id') ?? '')
    const provider = findProvider(payment?.request.payment_method.provider_selection.provider_id ?? '')
    return payment && provider && c.req.query('key') === payment.secret ? { payment, provider } : undefined
  }

  function holderOf({ request }: Payment): string {
    const { beneficiary } = request.payment_method
    const account = options.merchantAccounts.find(({ id }) => id === beneficiary.merchant_account_id)
    return beneficiary.account_holder_name ?? account?.accountHolderName ?? 'Merchant'
  }
}

function backTo({ returnUri, id }: Payment): string {
  const url = new URL(returnUri ?? 'http://127.0.0.1/')
  url.searchParams.set('payment_id', id)
  return url.href
}
