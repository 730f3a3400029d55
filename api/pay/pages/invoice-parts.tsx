import { formatDate } from '../../../domain/shared/calendar.ts'
import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import { type InvoiceLine, lineTotal } from '../../../domain/shared/lines.ts'
import { formatAmount, formatMoney } from '../../../domain/shared/money.ts'

export function InvoiceSummary({ document, overdue }: { document: InvoiceDocument; overdue?: boolean }) {
  const { currency, due, dueDate, merchant, number, totals } = document
  const money = (amount: bigint) => formatMoney({ amount, currency })
  const isPart = due.now < due.total
  return (
    <header class="summary">
      <p class="merchant">{merchant.name}</p>
      <h1>{money(due.now > 0n ? due.now : totals.amount)}</h1>
      {isPart ? (
        <p class="part">
          Deposit, of <span class="sum">{money(totals.amount)}</span> in all
        </p>
      ) : due.paid > 0n && due.now > 0n ? (
        <p class="part">
          Still to be paid, of <span class="sum">{money(totals.amount)}</span> in all
        </p>
      ) : null}
      <p class="due">
        <span class={overdue ? 'late' : undefined}>
          {overdue ? 'Overdue since' : 'Due'} {formatDate(dueDate)}
        </span>{' '}
        <span>Invoice {number}</span>
      </p>
    </header>
  )
}

export function Details({ document, payPath }: { document: InvoiceDocument; payPath: string }) {
  const { currency, lines, totals, description, instructions, customer, due } = document
  const money = (amount: bigint) => formatAmount({ amount, currency })
  return (
    <section class="card" aria-label="What it is for">
      <p class="for">{description}</p>
      <p class="muted">For {customer.name}</p>
      <table>
        <thead class="hidden">
          <tr>
            <th scope="col">Item</th>
            <th scope="col">Amount in {currency}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr>
              <td>
                {line.description}
                <LineNote line={line} price={money(BigInt(line.unitAmount))} />
              </td>
              <td class="number">{money(lineTotal(line).amount)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {totals.tax === 0n ? null : (
            <tr>
              <td>Tax</td>
              <td class="number">{money(totals.tax)}</td>
            </tr>
          )}
          <tr class="total">
            <td>Total</td>
            <td class="number">{formatMoney({ amount: totals.amount, currency })}</td>
          </tr>
          {due.paid > 0n ? (
            <tr>
              <td>Paid</td>
              <td class="number">{money(due.paid)}</td>
            </tr>
          ) : null}
          {due.paid < 0n ? (
            <tr>
              <td>Given back to you</td>
              <td class="number">{money(-due.paid)}</td>
            </tr>
          ) : null}
          {due.now < due.total ? (
            <tr>
              <td>Deposit now</td>
              <td class="number">{money(due.now)}</td>
            </tr>
          ) : null}
        </tfoot>
      </table>
      {instructions ? <p class="instructions">{instructions}</p> : null}
      <p>
        <a class="download" href={`${payPath}/invoice.pdf`}>
          Download invoice (PDF)
        </a>
      </p>
    </section>
  )
}

function LineNote({ line, price }: { line: InvoiceLine; price: string }) {
  const quantity = line.quantity === '1' ? '' : `${line.quantity} × ${price}`
  const tax = line.taxRate === undefined ? '' : `plus ${line.taxRate} % tax`
  const note = [quantity, tax].filter(Boolean).join(' ')
  return note ? <span class="muted note"> {note}</span> : null
}
