import { formatDate } from '../../../domain/shared/calendar.ts'
import { type InvoiceDocument, isDepositRequested, profileLines } from '../../../domain/invoice/document.ts'
import { type InvoiceLine, lineTotal, taxRows } from '../../../domain/shared/lines.ts'
import { formatAmount, formatMoney, type MinorUnits } from '../../../domain/shared/money.ts'

export function InvoiceSummary({ document, overdue }: { document: InvoiceDocument; overdue?: boolean }) {
  const { amountDue, amountRequested, currency, dueDate, merchant, number, totals } = document
  const money = (amount: MinorUnits) => formatMoney({ amount, currency })
  return (
    <header class="summary">
      <p class="merchant">{merchant.name}</p>
      <h1>{money(amountRequested > 0 ? amountRequested : totals.amount)}</h1>
      {isDepositRequested(document) ? (
        <p class="part">
          Deposit, of <span class="sum">{money(totals.amount)}</span> in all
        </p>
      ) : amountDue < totals.amount && amountRequested > 0 ? (
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
  const { currency, lines, totals, description, instructions, customer, merchant } = document
  const { amountDue, amountRequested, amountReceived, amountRefunded, amountRefundPending } = document
  const money = (amount: MinorUnits) => formatAmount({ amount, currency })
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
              <td class="text">
                {line.description}
                <LineNote line={line} price={money(line.unitAmount)} />
              </td>
              <td class="number">{money(lineTotal(line).amount)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {taxRows(lines, money).map(([label, tax]) => (
            <tr>
              <td>{label}</td>
              <td class="number">{tax}</td>
            </tr>
          ))}
          <tr class="total">
            <td>Total</td>
            <td class="number">{formatMoney({ amount: totals.amount, currency })}</td>
          </tr>
          {amountReceived > 0 ? (
            <tr>
              <td>Received</td>
              <td class="number">{money(amountReceived)}</td>
            </tr>
          ) : null}
          {amountRefunded > 0 ? (
            <tr>
              <td>Given back to you</td>
              <td class="number">{money(amountRefunded)}</td>
            </tr>
          ) : null}
          {amountRefundPending > 0 ? (
            <tr>
              <td>Refund on its way</td>
              <td class="number">{money(amountRefundPending)}</td>
            </tr>
          ) : null}
          {amountDue < totals.amount || amountReceived > 0 ? (
            <tr>
              <td>Still to be paid</td>
              <td class="number">{money(amountDue)}</td>
            </tr>
          ) : null}
          {isDepositRequested(document) ? (
            <tr>
              <td>Deposit now</td>
              <td class="number">{money(amountRequested)}</td>
            </tr>
          ) : null}
        </tfoot>
      </table>
      {instructions ? <p class="instructions">{instructions}</p> : null}
      {merchant.terms ? <p class="instructions">{merchant.terms}</p> : null}
      <address class="muted">
        <strong>{merchant.name}</strong>
        {profileLines(merchant).map((line) => (
          <>
            <br />
            {line}
          </>
        ))}
      </address>
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
