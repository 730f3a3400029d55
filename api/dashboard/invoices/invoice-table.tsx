import type { InvoiceRow } from '../../../db/entities/index.ts'
import { day, money } from '../format.ts'
import type { Viewer } from '../viewer.ts'
import { StatusBadge } from './status-badge.tsx'

interface TableProps {
  viewer: Viewer
  rows: readonly InvoiceRow[]
  isSelectable?: boolean
  /** The invoices of one customer are listed without the name. */
  isOfOne?: boolean
}

export function InvoiceTable({ viewer, rows, isSelectable = false, isOfOne = false }: TableProps) {
  return (
    <div class="table">
      <table>
        <caption class="hidden">Invoices</caption>
        <thead>
          <tr>
            {isSelectable ? (
              <th scope="col" class="select">
                <span class="hidden">Select</span>
                <input
                  type="checkbox"
                  class="scripted"
                  data-selects="invoice"
                  aria-label="Select all of this page"
                />
              </th>
            ) : null}
            <th scope="col">Invoice</th>
            {isOfOne ? null : (
              <th scope="col" class="from-tablet">
                Customer
              </th>
            )}
            <th scope="col" class="from-tablet">
              Due
            </th>
            <th scope="col" class="from-tablet">
              Status
            </th>
            <th scope="col" class="number from-tablet">
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ListedInvoice row={row} viewer={viewer} isSelectable={isSelectable} isOfOne={isOfOne} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The row has the id of the invoice, so that an event can replace it. */
function ListedInvoice({
  row,
  viewer,
  isSelectable,
  isOfOne,
}: {
  row: InvoiceRow
  viewer: Viewer
  isSelectable: boolean
  isOfOne: boolean
}) {
  const { id, number, customerName, customerEmail, currency, amount, amountDue, dueDate, status } = row
  const name = number ?? 'Draft'
  const isPartlyPaid = status !== 'draft' && status !== 'void' && amountDue > 0 && amountDue < amount
  return (
    <tr id={id}>
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
      </td>
    </tr>
  )
}
