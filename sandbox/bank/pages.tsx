import { html } from 'hono/html'
import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import type { BankOptions } from './options.ts'
import type { Payments } from './payments.ts'
import { findProvider, logoSvg, type Provider, PROVIDERS } from './providers.ts'
import type { Payment, Store } from './store.ts'

/** Accounts a payer can choose, and what happens to a payment from each. */
const ACCOUNTS = [
  { id: 'current', label: 'Current account · 2,417.09' },
  { id: 'empty', label: 'Empty account · 0.00 (the payment fails)' },
  { id: 'slow', label: 'Slow account · 980.00 (settles only when told to)' },
]

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
    return c.body(logoSvg(provider), 200, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=3600' })
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
    if (decision === 'authorise') payments.authorise(found.payment, String(account ?? 'current'))
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

function addressOf(payment: Payment, step: string): string {
  return `/authorize/${payment.id}/${step}?key=${payment.secret}`
}

function backTo({ returnUri, id }: Payment): string {
  const url = new URL(returnUri ?? 'http://127.0.0.1/')
  url.searchParams.set('payment_id', id)
  return url.href
}

function LogIn({ provider, action }: { provider: Provider; action: string }) {
  const [path = '', key = ''] = action.split('?key=')
  return (
    <Page provider={provider} title={`Log in to ${provider.name}`}>
      <h1>Log in</h1>
      <form method="get" action={path}>
        <input type="hidden" name="key" value={key} />
        <label>
          User name
          <input value="sandbox" autocomplete="off" />
        </label>
        <label>
          Password
          <input type="password" value="sandbox" autocomplete="off" />
        </label>
        <button>Log in</button>
      </form>
    </Page>
  )
}

function Consent({ provider, payment, holder }: { provider: Provider; payment: Payment; holder: string }) {
  const { amount_in_minor: amount, currency, payment_method: method } = payment.request
  return (
    <Page provider={provider} title="Authorise payment">
      <h1>
        {(amount / 100).toLocaleString('en', { minimumFractionDigits: 2 })} {currency}
      </h1>
      <dl>
        <dt>To</dt>
        <dd>{holder}</dd>
        <dt>Reference</dt>
        <dd>{method.beneficiary.reference}</dd>
      </dl>
      <form method="post" action={addressOf(payment, 'decision')}>
        <label>
          Pay from
          <select name="account">
            {ACCOUNTS.map(({ id, label }) => (
              <option value={id}>{label}</option>
            ))}
          </select>
        </label>
        <button name="decision" value="authorise">
          Authorise payment
        </button>
        <button name="decision" value="reject" class="quiet">
          Reject
        </button>
      </form>
    </Page>
  )
}

function Gone() {
  return (
    <Page title="Not found">
      <h1>This page is not here</h1>
      <p>Go back to the shop and start the payment again.</p>
    </Page>
  )
}

function Overview({ payments }: { payments: Payment[] }) {
  return (
    <Page title="Sandbox bank">
      <h1>Sandbox bank</h1>
      <p>{PROVIDERS.length} fictional banks. The newest payments:</p>
      <ul>
        {payments.map(({ id, status, request }) => (
          <li>
            {request.payment_method.beneficiary.reference} · {request.amount_in_minor} {request.currency} minor units ·{' '}
            <b>{status}</b> <a href={`/sandbox/payments/${id}`}>{id.slice(0, 8)}</a>
          </li>
        ))}
      </ul>
    </Page>
  )
}

function Page({ title, provider, children }: { title: string; provider?: Provider; children?: Child }) {
  const colour = provider?.colour ?? '#1f2937'
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          body { margin: 0; font: 17px/1.5 system-ui, sans-serif; background: #f1f2f4; color: #16191d }
          header { background: ${colour}; color: #fff; padding: 18px 20px; display: flex; gap: 14px; align-items: center; font-weight: 650; font-size: 1.15rem }
          header img { border-radius: 10px; border: 1px solid #fff8 }
          main { max-width: 440px; margin: 24px auto; padding: 24px; background: #fff; border-radius: 14px; box-sizing: border-box }
          h1 { margin: 0 0 16px; font-size: 1.7rem }
          label { display: block; margin: 0 0 16px; font-weight: 600 }
          input, select { display: block; width: 100%; box-sizing: border-box; min-height: 48px; margin-top: 6px; padding: 8px 12px; font: inherit; border: 1px solid #80868f; border-radius: 10px; background: #fff; color: inherit }
          button { width: 100%; min-height: 52px; margin-top: 8px; font: inherit; font-weight: 650; border-radius: 12px; border: 2px solid ${colour}; background: ${colour}; color: #fff; cursor: pointer }
          button.quiet { background: #fff; color: ${colour} }
          dl { display: grid; grid-template-columns: auto 1fr; gap: 6px 20px; margin: 0 0 20px } dd { margin: 0; text-align: right; font-weight: 600 }
          .note { text-align: center; color: #565d66; font-size: .9rem }
          :focus-visible { outline: 3px solid ${colour}; outline-offset: 2px }
        </style>
      </head>
      <body>
        <header>${provider ? html`<img src="/logos/${provider.id}.svg" alt="" width="40" height="40" />` : ''}${provider?.name ?? 'Sandbox bank'}</header>
        <main>${children}</main>
        <p class="note">Sandbox bank. No real money moves here.</p>
      </body>
    </html>`
}
