import type { InvoiceRow } from '../../../../db/entities/index.ts'
import { day, money } from '../../format.ts'
import type { Viewer } from '../../viewer.ts'
import { depositNow } from '../deposit-now.ts'
import { StatusBadge } from '../status-badge.tsx'

/** The live stream replaces a row by its id. */
export function ListedInvoice({
  row,
  viewer,
  isSelectable = viewer.may('invoice', 'write'),
  isOfOne = false,
  isNews,
}: {
  row: InvoiceRow
  viewer: Viewer
  isSelectable?: boolean
  /** The invoices of one customer are listed without the name. */
  isOfOne?: boolean
  isNews?: boolean
}) {
  const { id, number, customerName, customerEmail, currency, amount, amountDue, dueDate, status } = row
  const name = number ?? 'Draft'
  const isPartlyPaid = status !== 'draft' && status !== 'void' && amountDue > 0 && amountDue < amount
  const now = depositNow(row)
  const deposit = now === undefined ? '' : `deposit now ${money(now, currency)}`
  return (
    <tr id={id} hx-swap-oob={isNews ? 'outerMorph' : undefined}>
      {isSelectable ? (
        <td class="select">
          <input type="checkbox" name="invoice" value={id} aria-label={`Select ${name}, ${customerName}`} />
        </td>
      ) : null}
      <th scope="row">
        <a class="id" href={`${viewer.base}/invoices/${id}`}>
          {name}
        </a>
        <span class="to-tablet">
          <span>{money(amount, currency)}</span>
          {deposit ? <span class="muted">{deposit}</span> : null}
          {isOfOne ? null : <span class="muted">{customerName || 'Erased customer'}</span>}
          <span class="muted">{`due ${day(dueDate)}`}</span>
          <StatusBadge row={row} />
        </span>
      </th>
      {isOfOne ? null : (
        <td class="from-tablet">
          {customerName || 'Erased customer'}
          <span class="muted block">{customerEmail}</span>
        </td>
      )}
      <td class="from-tablet nowrap">{day(dueDate)}</td>
      <td class="from-tablet">
        <StatusBadge row={row} />
      </td>
      <td class="number from-tablet">
        {money(amount, currency)}
        {isPartlyPaid ? <span class="muted block">{`${money(amountDue, currency)} due`}</span> : null}
        {deposit ? <span class="muted block">{deposit}</span> : null}
      </td>
    </tr>
  )
}
