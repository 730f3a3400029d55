import { formatDate } from '../../../domain/shared/calendar.ts'
import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import { formatMoney } from '../../../domain/shared/money.ts'
import { Ask } from './invoice-parts.tsx'
import { Layout } from './layout.tsx'

export interface WaitingPageProps {
  document: InvoiceDocument
  payPath: string
  bankName: string
  state: 'waiting' | 'processing'
  /** The bank's page for this payment, while it waits for the payer; none if the merchant is paid elsewhere by now. */
  bankUrl?: string | undefined
  /** The payer chose another bank, but this one would not stop its payment. */
  isKept?: boolean
}

/** Between the bank and the result. It changes by itself. */
export function WaitingPage({
  document,
  payPath,
  bankName,
  state,
  bankUrl,
  isKept = false,
}: WaitingPageProps) {
  const waiting = state === 'waiting'
  return (
    <Layout
      title="Waiting for your bank"
      payPath={payPath}
      behaviour="waiting"
      refresh={5}
      preview={document.preview}
    >
      <Ask document={document} />
      <section class="card state" data-state={state}>
        <div class="spinner" aria-hidden="true"></div>
        <div role="status">
          <h2>Waiting for your bank</h2>
          <p>{sentenceOf(bankName, state, isKept, bankUrl !== undefined)} This page changes by itself.</p>
        </div>
      </section>
      {waiting ? (
        <p class="actions">
          {bankUrl ? (
            <a class="primary" href={bankUrl}>
              Continue at {bankName}
            </a>
          ) : null}
          {isKept ? null : (
            <a class="secondary" href={`${payPath}/banks`}>
              {bankUrl ? 'Choose another bank' : 'Choose your bank again'}
            </a>
          )}
        </p>
      ) : null}
    </Layout>
  )
}

function sentenceOf(
  bankName: string,
  state: WaitingPageProps['state'],
  isKept: boolean,
  isOpen: boolean,
): string {
  if (state === 'processing') return `${bankName} has your approval, and the money is on its way.`
  return isKept
    ? `The payment at ${bankName} could not be stopped, so no other bank was opened: nobody should pay twice. If you have approved it, please wait${isOpen ? '; if not, please finish it there' : ''}. An hour after you began you can choose another bank.`
    : `${bankName} has not confirmed the payment yet. ${
        isOpen
          ? 'If you have not approved it, you can still do so, or choose another bank.'
          : 'If you have not approved it, please choose your bank again.'
      }`
}

export interface PaidPageProps {
  document: InvoiceDocument
  payPath: string
  /** What went back to the payer since, in minor units. */
  refunded?: bigint
}

/** The end of the way: paid, with the receipt. */
export function PaidPage({ document, payPath, refunded = 0n }: PaidPageProps) {
  const { payment, currency, merchant, number, totals } = document
  return (
    <Layout title={`Invoice ${number} is paid`} payPath={payPath} preview={document.preview}>
      <section class="card state paid">
        <div class="tick" aria-hidden="true"></div>
        <h1>{formatMoney({ amount: totals.total, currency })} paid</h1>
        <p>
          {merchant.name} has received your payment for invoice {number}.
        </p>
        {refunded > 0n ? (
          <p>{formatMoney({ amount: refunded, currency })} has been given back to you.</p>
        ) : null}
        {payment ? (
          <dl>
            <dt>Paid on</dt>
            <dd>{formatDate(payment.paidOn)}</dd>
            <dt>From</dt>
            <dd>{payment.from}</dd>
            <dt>Reference</dt>
            <dd>{payment.reference}</dd>
          </dl>
        ) : null}
        <p class="actions">
          <a class="primary" href={`${payPath}/${payment ? 'receipt' : 'invoice'}.pdf`}>
            Download {payment ? 'receipt' : 'invoice'}
          </a>
        </p>
      </section>
    </Layout>
  )
}
