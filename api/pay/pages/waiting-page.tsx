import {
  amountLeftOf,
  counterpartyLabel,
  counterpartyText,
  type InvoiceDocument,
  moneyOf,
} from '../../../domain/invoice/document.ts'
import type { Locale } from '../../../domain/texts/locale.ts'
import { type PageLanguage, withLanguage } from '../page-language.ts'
import { Question } from './contact.tsx'
import { InvoiceSummary } from './invoice-parts.tsx'
import { Layout } from './layout.tsx'

export interface WaitingPageProps {
  document: InvoiceDocument
  language: PageLanguage
  payPath: string
  nonce?: string | undefined
  bankName: string | undefined
  status: 'starting' | 'waiting' | 'processing'
  bankUrl?: string | undefined
  isNotStopped?: boolean
  isView?: boolean
}

export function WaitingPage(props: WaitingPageProps) {
  const { document, language, payPath, bankName, status, bankUrl, isNotStopped, isView = false } = props
  const { t } = language.locale
  const canAct = status === 'waiting' && !isView
  return (
    <Layout
      title={t('waiting.title')}
      language={language}
      payPath={payPath}
      behaviour="waiting"
      refresh={5}
      preview={document.preview}
      brand={document.brand}
      nonce={props.nonce}
      isView={isView}
    >
      <InvoiceSummary document={document} locale={language.locale} />
      <section class="card state" data-status={status}>
        <div class="spinner" aria-hidden="true"></div>
        <div role="status">
          <h2>{t('waiting.title')}</h2>
          <p>
            {messageOf(props, language.locale)} {t('waiting.updates')}
          </p>
        </div>
      </section>
      {canAct ? (
        <p class="actions">
          {bankUrl ? (
            <a class="primary" href={bankUrl}>
              {t('waiting.continue_at', { bank: bankName ?? '' })}
            </a>
          ) : null}
          {isNotStopped ? null : (
            <a class="secondary" href={withLanguage(`${payPath}/banks`, language.chosen)}>
              {t(bankUrl ? 'waiting.another_bank' : 'waiting.choose_again')}
            </a>
          )}
        </p>
      ) : null}
      <Question merchant={document.merchant} locale={language.locale} />
    </Layout>
  )
}

function messageOf(
  { bankName: bank, status, isNotStopped, bankUrl }: WaitingPageProps,
  { t }: Locale,
): string {
  if (bank === undefined) return t('waiting.starting_somewhere')
  if (status === 'starting') return t('waiting.starting', { bank })
  if (status === 'processing') return t('waiting.processing', { bank })
  const key = isNotStopped ? 'waiting.not_stopped' : 'waiting.unconfirmed'
  return t(bankUrl ? `${key}_continue` : key, { bank })
}

export interface PaidPageProps {
  document: InvoiceDocument
  language: PageLanguage
  payPath: string
  nonce?: string | undefined
  isView?: boolean
}

export function PaidPage({ document, language, payPath, nonce, isView = false }: PaidPageProps) {
  const { payment, payments, refunds, merchant, number, totals } = document
  const { amountCredited, amountOverpaid, amountRefunded, amountRefundPending } = document
  const { locale } = language
  const { t, date } = locale
  const money = moneyOf(document, locale)
  const received = { merchant: merchant.name, number: <span class="whole">{number}</span> }
  return (
    <Layout
      title={t('paid.title', { number })}
      language={language}
      payPath={payPath}
      preview={document.preview}
      isView={isView}
      brand={document.brand}
      nonce={nonce}
    >
      <section class="card state paid">
        <div class="tick" aria-hidden="true"></div>
        {totals.amount === 0 ? (
          <h1>{t('pdf.note.void')}</h1>
        ) : (
          <>
            <h1>{t('paid.heading', { amount: money(amountLeftOf(document) || totals.amount) })}</h1>
            <p>{locale.parts(`paid.received.${locale.plural(payments.length || 1)}`, received)}</p>
          </>
        )}
        {amountCredited > 0 ? <p>{t('pdf.note.credited', { amount: money(amountCredited) })}</p> : null}
        {amountOverpaid > 0 ? <p>{t('paid.overpaid', { amount: money(amountOverpaid) })}</p> : null}
        {amountRefunded > 0 ? <p>{t('paid.given_back', { amount: money(amountRefunded) })}</p> : null}
        {amountRefundPending > 0 ? (
          <p>{t('refund.pending_amount', { amount: money(amountRefundPending) })}</p>
        ) : null}
        {payments.map((one) => (
          <dl>
            <dt>{t(PAYMENT_STATES[one.state])}</dt>
            <dd>{money(one.amount)}</dd>
            <dt>{t('payment.paid_on')}</dt>
            <dd>{date(one.paidOn)}</dd>
            <dt>{counterpartyLabel(one.from, 'paid.from', locale)}</dt>
            <dd>{counterpartyText(one.from, locale)}</dd>
            <dt>{t('payment.reference')}</dt>
            <dd>{one.paymentReference}</dd>
          </dl>
        ))}
        {refunds.map((one) => (
          <dl>
            <dt>{t(one.isInProgress ? 'refund.pending' : 'paid.refund')}</dt>
            <dd>{money(one.amount)}</dd>
            <dt>{t(one.isInProgress ? 'paid.refund_since' : 'paid.refund_on')}</dt>
            <dd>{date(one.refundedOn)}</dd>
            <dt>{counterpartyLabel(one.to, 'paid.refund_to', locale)}</dt>
            <dd>{counterpartyText(one.to, locale)}</dd>
            <dt>{t('payment.reference')}</dt>
            <dd>{one.refundReference}</dd>
          </dl>
        ))}
        <p class="actions">
          <a class="primary" href={`${payPath}/${payment ? 'receipt' : 'invoice'}.pdf`}>
            {t(payment ? 'paid.download_receipt' : 'paid.download_invoice')}
          </a>
        </p>
      </section>
      <Question merchant={merchant} locale={locale} />
    </Layout>
  )
}

const PAYMENT_STATES = {
  received: 'payment.received',
  reversed: 'paid.payment_reversed',
  removed: 'payment.removed',
} as const
