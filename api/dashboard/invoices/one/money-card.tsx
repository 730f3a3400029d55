import { CommandForm, type Attempt } from '../../command-form.tsx'
import { day, dateTime, money } from '../../format.ts'
import type { Viewer } from '../../viewer.ts'
import type { InvoiceView } from './load-invoice-view.ts'
import { methodName } from './timeline-words.ts'

export interface MoneyCardProps {
  viewer: Viewer
  view: InvoiceView
  attempt: Attempt | undefined
}

const REFUND_STATUSES: Record<string, string> = {
  requested: 'on its way',
  submitted: 'with the bank',
  executed: 'sent',
  failed: 'failed',
}

export function MoneyCard({ viewer, view, attempt }: MoneyCardProps) {
  const { row, money: entries, banks } = view
  const { payments, refunds, credit_notes: creditNotes } = entries
  const { currency_mismatched_payments: mismatched } = entries
  const { amount_unreadable_payments: unreadable } = entries
  const { currency, amountOverpaid } = row
  if (payments.length + refunds.length + creditNotes.length + mismatched.length + unreadable.length === 0)
    return null
  const undo = (paymentId: string, label: string) =>
    viewer.may('invoice', 'write') ? (
      <CommandForm
        viewer={viewer}
        subject={`/invoices/${row.id}`}
        command="undo"
        paymentId={paymentId}
        attempt={attempt}
        title="Undo"
        consequence={label}
      >
        <button class="danger">Undo this payment</button>
      </CommandForm>
    ) : null
  return (
    <section class="card" aria-labelledby="money">
      <h2 id="money">Money</h2>
      {amountOverpaid > 0 ? (
        <p class="notice bad">
          {`${money(amountOverpaid, currency)} more came than is due. Refund it, or keep it.`}
        </p>
      ) : null}
      <ul class="rows">
        {payments.map((payment) => (
          <li>
            <span>
              <strong>{money(payment.amount, currency)}</strong>
              {` received${payment.method ? `, ${methodName(payment.method).toLowerCase()}` : ` from ${banks.get(payment.id) ?? 'a bank'}`}, `}
              {payment.paid_on ? day(payment.paid_on) : dateTime(Date.parse(payment.at), viewer.timeZone)}
              {payment.status === 'received' ? null : (
                <span class="badge failed">{payment.status === 'reversed' ? 'Taken back' : 'Undone'}</span>
              )}
            </span>
            {payment.status === 'received' && payment.source === 'manual'
              ? undo(payment.id, 'The payment no longer counts, and its amount is asked for again.')
              : null}
            {payment.status === 'reversed'
              ? undo(payment.id, 'You accept that the money did not arrive: its amount is asked for again.')
              : null}
          </li>
        ))}
        {mismatched
          .filter(({ status }) => status === 'waiting')
          .map(({ id, amount, currency: other }) => (
            <li>
              <span>
                <strong>{money(amount, other)}</strong> in another currency, which pays nothing.
              </span>
              {undo(id, 'You have sent the money back: the amount is asked for again.')}
            </li>
          ))}
        {unreadable
          .filter(({ status }) => status === 'waiting')
          .map(({ id, reported }) => (
            <li>
              <span>
                {`Money with an unreadable amount, which pays nothing. The payment provider says: ${reported}.`}
              </span>
              {undo(id, 'You have sent the money back: the amount is asked for again.')}
            </li>
          ))}
        {refunds.map(({ amount, status, source, method, refunded_on: on, failure, requested_at: at }) => (
          <li>
            <span>
              <strong>{money(amount, currency)}</strong>
              {source === 'manual'
                ? ` paid back, ${method ? methodName(method).toLowerCase() : ''}, ${on ? day(on) : ''}`
                : ` refund ${REFUND_STATUSES[status] ?? status}, ${dateTime(Date.parse(at), viewer.timeZone)}`}
              {failure ? <span class="muted block">{`Reason: ${failure.replaceAll('_', ' ')}`}</span> : null}
            </span>
          </li>
        ))}
        {creditNotes.map(({ id, number, amount, at }) => (
          <li>
            <span>
              <strong>{money(amount, currency)}</strong>
              {' credited, '}
              <a
                href={`${viewer.base}/invoices/${row.id}/credit-notes/${id}/pdf`}
              >{`credit note ${number}`}</a>
              {`, ${dateTime(Date.parse(at), viewer.timeZone)}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
