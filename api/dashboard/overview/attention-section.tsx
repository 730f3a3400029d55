import type { Attention } from '../../../db/summary/read-attention.ts'
import type { FindingKind } from '../../../domain/payment/reconciliation.ts'
import { money } from '../format.ts'
import type { Viewer } from '../viewer.ts'

export interface AttentionSectionProps {
  viewer: Viewer
  attention: Attention
}

export function AttentionSection({
  viewer,
  attention: { invoices, linkRequests, refusedPayments, findings, endpoints },
}: AttentionSectionProps) {
  const lists = [invoices, linkRequests, refusedPayments, findings, endpoints]
  if (lists.every(({ length }) => length === 0)) return null
  const link = (id: string, number: string | null) => (
    <a href={`${viewer.base}/invoices/${id}`}>{`Invoice ${number ?? ''}`}</a>
  )
  return (
    <section class="card" aria-labelledby="attention">
      <h2 id="attention">Needs your attention</h2>
      <ul class="rows">
        {invoices.flatMap((invoice) =>
          matters(invoice).map(([badge, text]) => (
            <li>
              <span class="badge failed">{badge}</span>
              <span>
                {link(invoice.id, invoice.number)} {text}
              </span>
            </li>
          )),
        )}
        {linkRequests.map(({ id, number, customerName }) => (
          <li>
            <span class="badge failed">New link wanted</span>
            <span>
              {link(id, number)}{' '}
              {`has a payment link that no longer works, and ${customerName || 'its customer'} asks for a new one. Make one there.`}
            </span>
          </li>
        ))}
        {refusedPayments.map(({ id, number, bankName, reason }) => (
          <li>
            <span class="badge failed">Payment refused</span>
            <span>
              {link(id, number)}{' '}
              {`could not be paid at ${bankName}: the payment provider refused the request (${reason}). Check the payout account, and tell your operator.`}
            </span>
          </li>
        ))}
        {findings.map(({ kind, invoiceId, number }) => (
          <li>
            <span class="badge failed">Account differs</span>
            <span>
              {link(invoiceId, number)} {FINDINGS[kind]}
            </span>
          </li>
        ))}
        {endpoints.map(({ id, url, status }) => (
          <li>
            <span class="badge failed">Webhook</span>
            <span>
              {viewer.may('webhook', 'read') ? (
                <a href={`${viewer.base}/settings/webhooks/${id}`}>{url}</a>
              ) : (
                <code>{url}</code>
              )}{' '}
              {status === 'disabled'
                ? 'failed for so long that it was disabled. Mend it, and enable it again.'
                : 'does not answer as it should. Its events are sent again later.'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function matters(invoice: Attention['invoices'][number]): [badge: string, text: string][] {
  const { customerName, amountOverpaid, currency } = invoice
  const customer = customerName || 'its customer'
  const all: [boolean, string, string][] = [
    [
      invoice.isUndelivered,
      'Not delivered',
      `did not reach ${customer}. Correct the address, or send the link yourself.`,
    ],
    [
      amountOverpaid > 0,
      'Surplus',
      `holds ${money(amountOverpaid, currency)} too much. Refund it, or keep it and tell ${customer}.`,
    ],
    [
      invoice.hasMismatch,
      'Unclear payment',
      'got money in another currency or of an unreadable amount, which pays nothing. Record what it pays, or send it back and undo it.',
    ],
    [
      invoice.isReversed,
      'Payment taken back',
      'has a payment that the bank took back. Accept that, and its amount is asked for again.',
    ],
    [invoice.isRefundFailed, 'Refund failed', 'has a refund that failed. Look at the reason, and try again.'],
  ]
  return all.flatMap(([applies, badge, text]) => (applies ? [[badge, text]] : []))
}

const FINDINGS: Record<FindingKind, string> = {
  payment_unknown: 'has a payment in the account that is not recorded.',
  refund_unknown: 'has a refund in the account that is not recorded.',
  payment_unrecorded: 'has a payment in the account that was not recorded as arrived.',
  refund_unrecorded: 'has a refund in the account that was not recorded as sent.',
  payment_amount_differs: 'has a payment of another amount in the account.',
  refund_amount_differs: 'has a refund of another amount in the account.',
  payment_missing: 'has a payment that is not in the account.',
  refund_missing: 'has a refund that is not in the account.',
  payment_repeated: 'has a payment twice in the account.',
  refund_repeated: 'has a refund twice in the account.',
  payment_undecided: 'has a payment whose outcome is still unknown.',
  refund_undecided: 'has a refund whose outcome is still unknown.',
  external_payment: 'may be paid by a transfer outside of Duewell.',
  transaction_unreadable: 'has a line in the account that cannot be read.',
}
