import { formatDate } from '../../../domain/calendar.ts'
import type { InvoiceDocument } from '../../../domain/invoice-document.ts'
import { lineTotal } from '../../../domain/lines.ts'
import { formatAmount, formatMoney } from '../../../domain/money.ts'
import type { Bank } from '../../../integrations/bank/rail.ts'

/** Who asks, how much, by when. */
export function Ask({ document, overdue }: { document: InvoiceDocument; overdue?: boolean }) {
  const { currency, totals, dueDate, merchant, number } = document
  return (
    <header class="ask">
      <p class="merchant">{merchant.name}</p>
      <h1>{formatMoney({ amount: totals.total, currency })}</h1>
      <p class={overdue ? 'due late' : 'due'}>
        <span>
          {overdue ? 'Was due' : 'Due'} {formatDate(dueDate)}
        </span>{' '}
        <span>Invoice {number}</span>
      </p>
    </header>
  )
}

/** For what: the lines, the taxes and the total. */
export function Details({ document, payPath }: { document: InvoiceDocument; payPath: string }) {
  const { currency, lines, totals, description, instructions, customer } = document
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
                {line.quantity === '1' ? null : (
                  <span class="muted">
                    {' '}
                    {line.quantity} × {money(BigInt(line.unitAmount))}
                  </span>
                )}
                {line.taxRate === undefined ? null : <span class="muted"> plus {line.taxRate} % tax</span>}
              </td>
              <td class="number">{money(lineTotal(line).net)}</td>
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
            <td class="number">{formatMoney({ amount: totals.total, currency })}</td>
          </tr>
        </tfoot>
      </table>
      {instructions ? <p class="instructions">{instructions}</p> : null}
      <p>
        <a href={`${payPath}/invoice.pdf`}>Download invoice (PDF)</a>
      </p>
    </section>
  )
}

/** The bank list's search field: a plain GET form, live with JavaScript. */
export function BankSearch({
  action,
  query,
  chosen,
}: {
  action: string
  query: string
  chosen?: Bank | undefined
}) {
  return (
    <form method="get" action={action} class="search" role="search">
      <label for="q">Find your bank</label>
      <input id="q" name="q" type="search" value={query} autocomplete="off" maxlength={100} />
      {chosen ? <input type="hidden" name="bank" value={chosen.id} /> : null}
    </form>
  )
}

/** One button for each bank whose name contains the query. */
export function BankButtons({
  banks,
  query,
  chosen,
}: {
  banks: Bank[]
  query: string
  chosen?: Bank | undefined
}) {
  const wanted = query.trim().toLowerCase()
  const shown = banks.filter((bank) => bank.name.toLowerCase().includes(wanted))
  return (
    <>
      <ul class="banks">
        {shown.map((bank) => (
          <li>
            <button
              name="bank"
              value={bank.id}
              aria-pressed={chosen ? String(chosen.id === bank.id) : undefined}
            >
              {bank.logoUrl ? <img src={bank.logoUrl} alt="" width="36" height="36" /> : null}
              <span>{bank.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <p class="none" role="status" hidden={shown.length > 0}>
        No bank of this name is here.
      </p>
    </>
  )
}
