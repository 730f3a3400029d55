import { formatDate } from '../../../domain/shared/calendar.ts'
import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import { formatMoney, type MinorUnits } from '../../../domain/shared/money.ts'
import { InvoiceSummary } from './invoice-parts.tsx'
import { Layout } from './layout.tsx'

export interface WaitingPageProps {
  document: InvoiceDocument
  payPath: string
  nonce?: string | undefined
  bankName: string
  status: 'starting' | 'waiting' | 'processing'
  bankUrl?: string | undefined
  isNotStopped?: boolean
  isView?: boolean
}

export function WaitingPage({
  document,
  payPath,
  nonce,
  bankName,
  status,
  bankUrl,
  isNotStopped = false,
  isView = false,
}: WaitingPageProps) {
  const canAct = status === 'waiting' && !isView
  return (
    <Layout
      title="Waiting for your bank"
      payPath={payPath}
      behaviour="waiting"
      refresh={5}
      preview={document.preview}
      brand={document.brand}
      nonce={nonce}
      isView={isView}
    >
      <InvoiceSummary document={document} />
      <section class="card state" data-status={status}>
        <div class="spinner" aria-hidden="true"></div>
        <div role="status">
          <h2>Waiting for your bank</h2>
          <p>
            {messageOf(bankName, status, isNotStopped, bankUrl !== undefined)} This page changes by itself.
          </p>
        </div>
      </section>
      {canAct ? (
        <p class="actions">
          {bankUrl ? (
            <a class="primary" href={bankUrl}>
              Continue at {bankName}
            </a>
          ) : null}
          {isNotStopped ? null : (
            <a class="secondary" href={`${payPath}/banks`}>
              {bankUrl ? 'Choose another bank' : 'Choose your bank again'}
            </a>
          )}
        </p>
      ) : null}
    </Layout>
  )
}

function messageOf(
  bankName: string,
  status: WaitingPageProps['status'],
  isNotStopped: boolean,
  canContinue: boolean,
): string {
  if (status === 'starting') return `Your payment at ${bankName} is being started.`
  if (status === 'processing') return `${bankName} has your approval, and the money is on its way.`
  return isNotStopped
    ? `The payment at ${bankName} could not be stopped, so no other bank was opened: nobody should pay twice. If you have approved it, please wait${canContinue ? '; if not, please finish it there' : ''}. An hour after you began you can choose another bank.`
    : `${bankName} has not confirmed the payment yet. ${
        canContinue
          ? 'If you have not approved it, you can still do so, or choose another bank.'
          : 'If you have not approved it, please choose your bank again.'
      }`
}

export interface PaidPageProps {
  document: InvoiceDocument
  payPath: string
  nonce?: string | undefined
  isView?: boolean
}

export function PaidPage({ document, payPath, nonce, isView = false }: PaidPageProps) {
  const { payment, payments, refunds, currency, merchant, number, totals } = document
  const { amountOverpaid, amountRefunded, amountRefundPending } = document
  const money = (amount: MinorUnits) => formatMoney({ amount, currency })
  return (
    <Layout
      title={`Invoice ${number} is paid`}
      payPath={payPath}
      preview={document.preview}
      isView={isView}
      brand={document.brand}
      nonce={nonce}
    >
      <section class="card state paid">
        <div class="tick" aria-hidden="true"></div>
        <h1>{money(totals.amount)} paid</h1>
        <p>
          {merchant.name} has received your {payments.length > 1 ? 'payments' : 'payment'} for invoice{' '}
          {number}.
        </p>
        {amountOverpaid > 0 ? <p>You have paid {money(amountOverpaid)} more than the total.</p> : null}
        {amountRefunded > 0 ? <p>{money(amountRefunded)} has been given back to you.</p> : null}
        {amountRefundPending > 0 ? <p>A refund of {money(amountRefundPending)} is on its way.</p> : null}
        {payments.map((one) => (
          <dl>
            <dt>{PAYMENT_STATES[one.state]}</dt>
            <dd>{money(one.amount)}</dd>
            <dt>Paid on</dt>
            <dd>{formatDate(one.paidOn)}</dd>
            <dt>From</dt>
            <dd>{one.from}</dd>
            <dt>Reference</dt>
            <dd>{one.paymentReference}</dd>
          </dl>
        ))}
        {refunds.map((one) => (
          <dl>
            <dt>{one.isInProgress ? 'Refund on its way' : 'Given back'}</dt>
            <dd>{money(one.amount)}</dd>
            <dt>{one.isInProgress ? 'Since' : 'On'}</dt>
            <dd>{formatDate(one.refundedOn)}</dd>
            <dt>To</dt>
            <dd>{one.to}</dd>
            <dt>Reference</dt>
            <dd>{one.refundReference}</dd>
          </dl>
        ))}
        <p class="actions">
          <a class="primary" href={`${payPath}/${payment ? 'receipt' : 'invoice'}.pdf`}>
            Download {payment ? 'receipt' : 'invoice'}
          </a>
        </p>
      </section>
    </Layout>
  )
}

const PAYMENT_STATES = {
  received: 'Payment',
  reversed: 'Payment that the bank reports as not arrived',
  removed: 'Payment that did not arrive',
} as const
