import { rowTotals } from '../../../../db/invoices/document.ts'
import type { InvoiceRow } from '../../../../db/entities/index.ts'
import { NO_MONEY } from '../../../../db/invoices/money-entries.ts'
import { amountWrittenOff, hasMovements } from '../../../../domain/invoice/document.ts'
import { refundPending } from '../../../../domain/invoice/index.ts'
import {
  type Currency,
  decimalOfMinor,
  formatAmount,
  type MinorUnits,
} from '../../../../domain/shared/money.ts'
import { pricingOf } from '../../../../domain/tax/pricing.ts'
import { quantityText } from '../../../../domain/tax/quantity-text.ts'
import { lineNotes, sumRows, taxNotes } from '../../../../domain/tax/rows.ts'
import { lineAmounts } from '../../../../domain/tax/totals.ts'
import type { InvoiceLine } from '../../../../domain/tax/types.ts'
import { localeOf } from '../../../../domain/texts/locale.ts'
import { EINVOICE_NAMES } from '../../einvoice-options.ts'
import { day, linesOfAddress, money } from '../../format.ts'
import { depositNow } from '../deposit-now.ts'
import type { Viewer } from '../../viewer.ts'
import type { AttachedFormat } from '../../../../domain/einvoice/format.ts'

export function CustomerCard({ viewer, row }: { viewer: Viewer; row: InvoiceRow }) {
  const { currency, lines, amount, description, instructions, id } = row
  const plain = (minor: number) => formatAmount({ amount: minor, currency: currency as Currency })
  const path = `${viewer.base}/invoices/${id}`
  const locale = localeOf('en')
  const [priced, totals] = [pricingOf(row), rowTotals(row)]
  const amounts = lineAmounts(priced)
  const deposit = depositNow(row)
  const notesOf = (line: InvoiceLine) => {
    const { quantity, unit, taxRate, unitAmount } = line
    const price = decimalOfMinor(unitAmount, currency as Currency)
    const tax = `${priced.pricesIncludeTax ? 'including' : 'plus'} ${taxRate} % tax`
    return [
      ...(quantity === '1' && unit === undefined ? [] : [`${quantityText(line, locale)} × ${price}`]),
      ...lineNotes(line, locale, plain),
      ...(taxRate === undefined ? [] : [tax]),
    ]
  }
  const address = linesOfAddress(row.billingAddress ?? undefined)
  return (
    <section class="card" aria-labelledby="contents">
      <h2 id="contents">What the customer sees</h2>
      <dl class="facts">
        <dt>Customer</dt>
        <dd>
          <a href={`${viewer.base}/customers/${row.customerId}`}>{row.customerName || 'Erased'}</a>
          {[row.customerEmail, row.customerPhone, ...address].filter(Boolean).map((line) => (
            <span class="muted block">{line}</span>
          ))}
        </dd>
        <dt>For</dt>
        <dd class="pre">{description}</dd>
        <dt>Due</dt>
        <dd>{day(row.dueDate)}</dd>
        {orderFacts(row).map(([label, text]) => (
          <>
            <dt>{label}</dt>
            <dd class="pre">{text}</dd>
          </>
        ))}
      </dl>
      <table class="bare">
        <caption class="hidden">Lines</caption>
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col" class="number">{`Amount in ${currency}`}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <tr>
              <td class="pre">
                {line.description}
                {notesOf(line).map((note) => (
                  <span class="muted block">{note}</span>
                ))}
              </td>
              <td class="number">{plain(amounts[index]?.amount ?? 0)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {sumRows(priced, totals, locale, plain).map(([label, text]) => (
            <SumRow label={label} text={text} />
          ))}
          <SumRow label="Total" text={money(amount, currency)} />
          {positionRows(row).map(([label, sum]) => (
            <SumRow label={label} text={plain(sum)} />
          ))}
          {deposit === undefined ? null : <SumRow label="Deposit now" text={plain(deposit)} />}
        </tfoot>
      </table>
      {taxNotes(priced, totals, locale).map((note) => (
        <p class="pre">{note}</p>
      ))}
      {instructions ? <p class="pre">{instructions}</p> : null}
      <ul class="actions">
        <li>
          <a href={`${path}/customer-view`} target="_blank" rel="noopener">
            {row.status === 'draft' ? 'Look at the page, and try the whole payment' : 'Look as the customer'}
          </a>
        </li>
        <li>
          <a href={`${path}/email`}>E-mail</a>
        </li>
        <li>
          <a href={`${path}/invoice.pdf`}>PDF</a>
        </li>
      </ul>
      <p class="muted">
        {row.status === 'draft'
          ? 'The page opens in a new tab, with banks of a sandbox: no money moves, nothing is recorded.'
          : 'The page opens in a new tab. Your visit is not counted, and nothing can be paid there.'}
      </p>
    </section>
  )
}

function SumRow({ label, text }: { label: string; text: string }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td class="number">{text}</td>
    </tr>
  )
}

function orderFacts(row: InvoiceRow): [string, string][] {
  const { customerVatNumber, purchaseOrder, buyerReference, deliveryAddress, deliveryDate } = row
  const { servicePeriod: period } = row
  const format: AttachedFormat = row.einvoiceFormat
  const facts: [string, string | null | undefined][] = [
    ['VAT number', customerVatNumber],
    ['Purchase order', purchaseOrder],
    ['Buyer reference', buyerReference],
    ['Delivery address', linesOfAddress(deliveryAddress ?? undefined).join('\n')],
    ['Delivered', deliveryDate ? day(deliveryDate) : null],
    ['Period', period ? `${day(period.from)} – ${day(period.to)}` : null],
    ['E-invoice', format === 'none' ? null : EINVOICE_NAMES[format]],
  ]
  return facts.flatMap(([label, text]) => (text ? [[label, text]] : []))
}

/** The rows lead from the total to what is due, as on the payment page. */
function positionRows(row: InvoiceRow): [label: string, amount: MinorUnits][] {
  const { status, amount, amountCredited, amountRefunded, amountDue, amountOverpaid } = row
  const amounts = {
    amountCredited,
    amountReceived: receivedOf(row),
    amountRefunded,
    amountRefundPending: refundPending(row.money ?? NO_MONEY),
  }
  if (amountDue === 0 || !hasMovements(amounts)) return []
  const writtenOff = amountWrittenOff({
    ...amounts,
    status: status === 'overdue' ? 'overdue' : 'open',
    totals: { amount },
    amountDue,
    amountOverpaid,
  })
  const rows: [string, MinorUnits][] = [
    ['Credited', amountCredited],
    ['Received', amounts.amountReceived],
    ['Refunded', amountRefunded],
    ['Refund on its way', amounts.amountRefundPending],
    ['No longer to be paid', writtenOff],
  ]
  return [...rows.filter(([, sum]) => sum > 0), ['Still to be paid', amountDue]]
}

/** A draft can state a part payment, which is no entry yet. */
function receivedOf({ money: entries, amountPaid }: InvoiceRow): MinorUnits {
  if (!entries) return amountPaid
  const received = entries.payments.filter(({ status }) => status !== 'removed')
  return received.reduce((sum, { amount }) => sum + amount, 0)
}
