import { Page } from './page.tsx'
import { type Provider, PROVIDERS } from './providers.ts'
import type { Payment } from './store.ts'

/** Accounts a payer can choose, and what happens to a payment from each. */
const ACCOUNTS = [
  { id: 'current', label: 'Current account · 2,417.09' },
  { id: 'empty', label: 'Empty account · 0.00 (the payment fails)' },
  { id: 'slow', label: 'Slow account · 980.00 (settles only when told to)' },
]

/** A step's address, with the part that nobody can guess. */
export function addressOf(payment: Payment, step: string): string {
  return `/authorize/${payment.id}/${step}?key=${payment.secret}`
}

export function LogIn({ provider, action }: { provider: Provider; action: string }) {
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

export function Consent({
  provider,
  payment,
  holder,
}: {
  provider: Provider
  payment: Payment
  holder: string
}) {
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

export function Gone() {
  return (
    <Page title="Not found">
      <h1>This page is not here</h1>
      <p>Go back to the shop and start the payment again.</p>
    </Page>
  )
}

export function Overview({ payments }: { payments: Payment[] }) {
  return (
    <Page title="Sandbox bank">
      <h1>Sandbox bank</h1>
      <p>{PROVIDERS.length} fictional banks. The newest payments:</p>
      <ul>
        {payments.map(({ id, status, request }) => (
          <li>
            {request.payment_method.beneficiary.reference} · {request.amount_in_minor} {request.currency}{' '}
            minor units · <b>{status}</b> <a href={`/sandbox/payments/${id}`}>{id.slice(0, 8)}</a>
          </li>
        ))}
      </ul>
    </Page>
  )
}
