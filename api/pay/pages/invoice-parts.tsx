import type { Child } from 'hono/jsx'
import {
  amountWrittenOff,
  amountLeftOf,
  amountOf,
  hasMovements,
  type InvoiceDocument,
  isDepositRequested,
  moneyOf,
  profileLines,
  unitPriceOf,
} from '../../../domain/invoice/document.ts'
import { orderFacts } from '../../../domain/invoice/document-facts.ts'
import { transferFacts } from '../../../domain/invoice/transfer.ts'
import { quantityText } from '../../../domain/tax/quantity-text.ts'
import { lineNotes, sumRows, taxNotes } from '../../../domain/tax/rows.ts'
import { lineAmounts } from '../../../domain/tax/totals.ts'
import type { InvoiceLine } from '../../../domain/tax/types.ts'
import type { Locale } from '../../../domain/texts/locale.ts'
import { ProfileLine } from './contact.tsx'

export interface SummaryProps {
  document: InvoiceDocument
  locale: Locale
  overdue?: boolean
}

export function InvoiceSummary({ document, locale, overdue }: SummaryProps) {
  const { t } = locale
  const { amountDue, amountRequested, dueDate, merchant, number, totals } = document
  const money = moneyOf(document, locale)
  const amountLeft = amountLeftOf(document)
  const total = <span class="sum">{money(amountLeft)}</span>
  const due = { date: locale.date(dueDate) }
  return (
    <header class="summary">
      <p class="merchant">{merchant.name}</p>
      <h1>{money(amountRequested > 0 ? amountRequested : totals.amount)}</h1>
      {isDepositRequested(document) ? (
        <p class="part">{locale.parts('page.deposit_of', { total })}</p>
      ) : amountDue < amountLeft && amountRequested > 0 ? (
        <p class="part">{locale.parts('page.rest_of', { total })}</p>
      ) : null}
      <p class="due">
        <span class={overdue ? 'late' : undefined}>
          {overdue ? t('invoice.overdue', due) : t('invoice.due', due)}
        </span>{' '}
        <span>{t('invoice.title', { number })}</span>
      </p>
    </header>
  )
}

export interface DetailsProps {
  document: InvoiceDocument
  locale: Locale
  payPath: string
}

export function Details({ document, locale, payPath }: DetailsProps) {
  const { t } = locale
  const { currency, lines, totals, description, instructions, customer, merchant } = document
  const { amountDue, amountRequested, amountReceived, amountRefunded, amountRefundPending } = document
  const { amountCredited } = document
  const writtenOff = amountWrittenOff(document)
  const amount = amountOf(document, locale)
  const price = unitPriceOf(document, locale)
  const amounts = lineAmounts(document)
  return (
    <section class="card" aria-label={t('page.contents')}>
      <p class="for">{description}</p>
      <p class="muted">{t('page.for_customer', { customer: customer.name })}</p>
      <table role="table">
        <thead class="hidden" role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              {t('page.item')}
            </th>
            <th scope="col" role="columnheader">
              {t('page.amount_in', { currency })}
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {lines.map((line, index) => (
            <Row amount={amount(amounts[index]?.amount ?? 0)}>
              {line.description}
              <LineNote line={line} document={document} locale={locale} price={price(line.unitAmount)} />
              {lineNotes(line, locale, amount).map((note) => (
                <span class="muted note"> {note}</span>
              ))}
            </Row>
          ))}
        </tbody>
        <tfoot role="rowgroup">
          {sumRows(document, totals, locale, amount).map(([label, sum]) => (
            <Row amount={sum}>{label}</Row>
          ))}
          <Row amount={moneyOf(document, locale)(totals.amount)} isTotal>
            {t('invoice.total')}
          </Row>
          {amountCredited > 0 ? <Row amount={amount(amountCredited)}>{t('page.credited')}</Row> : null}
          {amountReceived > 0 ? <Row amount={amount(amountReceived)}>{t('page.received')}</Row> : null}
          {amountRefunded > 0 ? <Row amount={amount(amountRefunded)}>{t('page.given_back')}</Row> : null}
          {amountRefundPending > 0 ? (
            <Row amount={amount(amountRefundPending)}>{t('refund.pending')}</Row>
          ) : null}
          {writtenOff > 0 ? <Row amount={amount(writtenOff)}>{t('refund.written_off')}</Row> : null}
          {amountDue < totals.amount || hasMovements(document) ? (
            <Row amount={amount(amountDue)}>{t('page.still_due')}</Row>
          ) : null}
          {isDepositRequested(document) ? (
            <Row amount={amount(amountRequested)}>{t('page.deposit_now')}</Row>
          ) : null}
        </tfoot>
      </table>
      {taxNotes(document, totals, locale).map((note) => (
        <p class="muted">{note}</p>
      ))}
      <OrderFacts document={document} locale={locale} />
      {instructions ? <p class="instructions">{instructions}</p> : null}
      {merchant.terms ? <p class="instructions">{merchant.terms}</p> : null}
      <address class="muted">
        <strong>{merchant.name}</strong>
        {profileLines(merchant, locale).map((line) => (
          <>
            <br />
            <ProfileLine line={line} merchant={merchant} />
          </>
        ))}
      </address>
      <p>
        <a class="download" href={`${payPath}/invoice.pdf`}>
          {t('page.download_pdf')}
        </a>
      </p>
    </section>
  )
}

function OrderFacts({ document, locale }: Pick<DetailsProps, 'document' | 'locale'>) {
  const facts = orderFacts(document, locale)
  return facts.length === 0 ? null : <FactList facts={facts} />
}

/** Shows the merchant's account to customers who transfer the money themselves. */
export function TransferCard({ document, locale }: Pick<DetailsProps, 'document' | 'locale'>) {
  const facts = transferFacts(document, locale)
  if (!facts) return null
  return (
    <section class="card" aria-labelledby="transfer">
      <h2 id="transfer">{locale.t('transfer.heading')}</h2>
      <FactList facts={facts} />
    </section>
  )
}

function FactList({ facts }: { facts: readonly (readonly [string, string])[] }) {
  return (
    <dl class="order">
      {facts.map(([label, text]) => (
        <div>
          <dt class="muted">{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}

interface RowProps {
  amount: string
  isTotal?: boolean
  children?: Child
}

/** The roles keep the table for screen readers: https://www.w3.org/TR/html-aria/#el-table */
function Row({ amount, isTotal = false, children }: RowProps) {
  return (
    <tr role="row" class={isTotal ? 'total' : undefined}>
      <td role="cell" class="text">
        {children}
      </td>
      <td role="cell" class="number">
        {amount}
      </td>
    </tr>
  )
}

interface LineNoteProps {
  line: InvoiceLine
  document: InvoiceDocument
  locale: Locale
  price: string
}

function LineNote({ line, document, locale, price }: LineNoteProps) {
  const isOne = line.quantity === '1' && line.unit === undefined
  const quantity = isOne ? '' : `${quantityText(line, locale)} × ${price}`
  const included = document.pricesIncludeTax ? 'page.including_tax' : 'page.plus_tax'
  const tax = line.taxRate === undefined ? '' : locale.t(included, { rate: locale.decimal(line.taxRate) })
  const note = [quantity, tax].filter(Boolean).join(' ')
  return note ? <span class="muted note"> {note}</span> : null
}
