import type { Provider } from '../model/banks.ts'
import { PAYER_ACCOUNTS, type PayerAccount } from '../model/payer-accounts.ts'
import type { Payment } from '../model/payment.ts'
import { formatMoney } from './format.ts'
import { Page } from './layout.tsx'
import { ImmediateOutcome, ScenarioFields } from './scenario-fields.tsx'

interface StepProps {
  bank: Provider
  payment: Payment
}

export function addressOf({ id, secret }: Payment, step: 'log-in' | 'consent' | 'decision'): string {
  return `/bank/authorize/${id}/${step}?key=${secret}`
}

export function LogInPage({ bank, payment }: StepProps) {
  return (
    <Page bank={bank} title="Log in">
      <div class="card">
        <p class="step">Step 1 of 2</p>
        <h1>Log in</h1>
        <form method="post" action={addressOf(payment, 'log-in')}>
          <label>
            User name
            <input name="user" value="sandbox" autocomplete="off" autocapitalize="none" required />
          </label>
          <label>
            Password
            <input name="password" type="password" value="sandbox" autocomplete="off" required />
          </label>
          <button>Log in</button>
        </form>
        <p class="hint">Any user name and password will do.</p>
      </div>
    </Page>
  )
}

export function ConsentPage({ bank, payment, payee }: StepProps & { payee: string }) {
  const { amount_in_minor: amount, currency, payment_method: method } = payment.request
  const { scenario = {} } = payment
  return (
    <Page bank={bank} title="Authorise payment">
      <div class="card">
        <p class="step">Step 2 of 2</p>
        <h1>Check and authorise</h1>
        <p class="amount">{formatMoney(amount, currency)}</p>
        <dl>
          <Row term="To">{payee}</Row>
          <Row term="Reference">{method.beneficiary.reference ?? '–'}</Row>
          <Row term="Arrives">
            {payment.schemeId === 'sepa_credit_transfer' ? 'Next working day' : 'Within seconds'}
          </Row>
        </dl>
        <form method="post" action={addressOf(payment, 'decision')}>
          <ScenarioFields scenario={scenario} />
          <fieldset>
            <legend>What the payer does</legend>
            <label>
              Pay from
              <select name="account">
                {PAYER_ACCOUNTS.map((account) => (
                  <option value={account.id}>{accountLabel(account, payment)}</option>
                ))}
              </select>
            </label>
            <p class="hint">
              {PAYER_ACCOUNTS.map(({ name, outcome }) => (
                <span>
                  {name}: {outcome}.
                </span>
              ))}
            </p>
            <ImmediateOutcome scenario={scenario} />
            <button name="decision" value="authorise">
              Authorise payment
            </button>
            <button name="decision" value="reject" class="quiet">
              Reject
            </button>
            <button name="decision" value="leave" class="quiet">
              Leave without deciding
            </button>
          </fieldset>
        </form>
      </div>
    </Page>
  )
}

export function NotFoundPage() {
  return (
    <Page title="Not found">
      <div class="card">
        <h1>There is no payment here</h1>
        <p>Go back to where you came from and start the payment again.</p>
      </div>
    </Page>
  )
}

export function Row({ term, children }: { term: string; children?: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function accountLabel({ id, name }: PayerAccount, { request }: Payment): string {
  const balance = id === 'empty' ? 0 : request.amount_in_minor + 241_709
  return `${name} · ${formatMoney(balance, request.currency)}`
}
