import type { InvoiceRow } from '../../../db/entities/index.ts'
import type { Viewer } from '../viewer.ts'
import { ListedInvoice } from './list/listed-invoice.tsx'

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
