import { findProvider, PROVIDERS } from '../model/banks.ts'
import type { Payment } from '../model/payment.ts'
import type { Refund } from '../model/refund.ts'
import { formatMoney } from './format.ts'
import { Page } from './layout.tsx'

export function OverviewPage({ payments, refunds }: { payments: Payment[]; refunds: Refund[] }) {
  const byPayment = Map.groupBy(refunds, ({ paymentId }) => paymentId)
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
                  <>
                    <PaymentRow payment={payment} />
                    {byPayment.get(payment.id)?.map((refund) => (
                      <RefundRow refund={refund} />
                    ))}
                  </>
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
  return (
    <tr>
      <td>{shortInstant(createdAt)}</td>
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

function RefundRow({ refund }: { refund: Refund }) {
  const { status, reference, amount, currency, failureReason, createdAt } = refund
  return (
    <tr class="refund">
      <td>{shortInstant(createdAt)}</td>
      <td colspan={2}>Refund {reference}</td>
      <td class="sum">−{formatMoney(amount, currency)}</td>
      <td>
        <span class={`state ${status}`}>{status}</span> {failureReason?.replaceAll('_', ' ')}
      </td>
    </tr>
  )
}

function shortInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')
}
