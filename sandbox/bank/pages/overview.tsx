import { findProvider, PROVIDERS } from '../banks.ts'
import type { Payment } from '../payment.ts'
import { formatMoney } from './format.ts'
import { Page } from './layout.tsx'

/** What the sandbox bank is, its newest payments and its banks. */
export function OverviewPage({ payments }: { payments: Payment[] }) {
  return (
    <Page title="Payments" wide>
      <div class="card">
        <h1>Payments</h1>
        {payments.length === 0 && <p>No payment was created yet.</p>}
        {payments.length > 0 && (
          <div class="scroll" tabindex={0} role="region" aria-label="Payments">
            <table>
              <thead>
                <tr>
                  <th>Created</th>
                  <th>Reference</th>
                  <th>Bank</th>
                  <th>Amount</th>
                  <th>State</th>
                </tr>
              </thead>
              <tbody>
                {payments.map((payment) => (
                  <PaymentRow payment={payment} />
                ))}
              </tbody>
            </table>
          </div>
        )}
        <h2>Banks</h2>
        <ul class="banks">
          {PROVIDERS.map(({ id, name, country }) => (
            <li>
              <img src={`/logos/${id}.svg`} alt="" width="24" height="24" />
              {name} ({country})
            </li>
          ))}
        </ul>
      </div>
    </Page>
  )
}

function PaymentRow({ payment }: { payment: Payment }) {
  const { id, status, request, failureReason, createdAt } = payment
  const created = new Date(createdAt).toISOString().slice(0, 19).replace('T', ' ')
  return (
    <tr>
      <td>{created}</td>
      <td>
        <a href={`/sandbox/payments/${id}`}>
          {request.payment_method.beneficiary.reference ?? id.slice(0, 8)}
        </a>
      </td>
      <td>{findProvider(payment.providerId)?.name ?? 'not chosen'}</td>
      <td class="sum">{formatMoney(request.amount_in_minor, request.currency)}</td>
      <td>
        <span class={`state ${status}`}>{status.replace('_', ' ')}</span>{' '}
        {failureReason?.replaceAll('_', ' ')}
      </td>
    </tr>
  )
}
