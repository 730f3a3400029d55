import type { StoredRow } from '../../../db/imports/rows.ts'
import { capitalised } from '../../../domain/texts/capitalised.ts'
import { day, money } from '../format.ts'
import type { Viewer } from '../viewer.ts'

export const ROW_LISTS = ['invalid', 'valid', 'duplicate'] as const
export type RowList = (typeof ROW_LISTS)[number]

export const LIST_NAMES: Record<RowList, string> = {
  invalid: 'Rows with errors',
  valid: 'Rows that can be sent',
  duplicate: 'Duplicates',
}

interface RowsProps {
  viewer: Viewer
  which: RowList
  rows: readonly StoredRow[]
}

export function RowsTable({ viewer, which, rows }: RowsProps) {
  return (
    <div class="table">
      {which === 'invalid' ? (
        <ErrorsTable viewer={viewer} rows={rows} />
      ) : (
        <InvoicesTable viewer={viewer} rows={rows} hasOriginal={which === 'duplicate'} />
      )}
    </div>
  )
}

function ErrorsTable({ viewer, rows }: Omit<RowsProps, 'which'>) {
  return (
    <table>
      <caption>Row 1 is the header. A row can have several errors.</caption>
      <thead>
        <tr>
          <th scope="col">Row</th>
          <th scope="col" class="number from-tablet">
            Line
          </th>
          <th scope="col" class="from-tablet">
            Column
          </th>
          <th scope="col" class="from-tablet">
            Value
          </th>
          <th scope="col">What to correct</th>
        </tr>
      </thead>
      <tbody>
        {rows.flatMap(({ rowNumber, lineNumber, errors }) =>
          (errors ?? []).map(({ column, value, code, detail }) => (
            <tr>
              <th scope="row" class="nowrap">
                {rowNumber}
              </th>
              <td class="number from-tablet">{lineNumber}</td>
              <td class="from-tablet nowrap">{column ?? 'Whole row'}</td>
              <td class="from-tablet value">{value === '' ? <span class="muted">empty</span> : value}</td>
              <td>
                <span class="to-tablet">
                  <span>{column ?? 'Whole row'}</span>
                  <span class="muted">{`line ${lineNumber}, ${value === '' ? 'empty' : `“${value}”`}`}</span>
                </span>
                {`${capitalised(detail)}.`}
                {code === 'no_payout_account' && viewer.may('settings', 'write') ? (
                  <a class="block" href={`${viewer.base}/settings/payout-accounts`}>
                    Payout accounts
                  </a>
                ) : null}
              </td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  )
}

function InvoicesTable({
  viewer,
  rows,
  hasOriginal,
}: Pick<RowsProps, 'viewer' | 'rows'> & { hasOriginal: boolean }) {
  return (
    <table>
      <caption>
        {hasOriginal ? 'Left out, unless you send them too' : 'As the customers will get them'}
      </caption>
      <thead>
        <tr>
          <th scope="col">Row</th>
          <th scope="col">Customer</th>
          <th scope="col" class="from-tablet">
            For
          </th>
          <th scope="col" class="from-tablet">
            Due
          </th>
          {hasOriginal ? (
            <th scope="col" class="from-tablet">
              Same as
            </th>
          ) : null}
          <th scope="col" class="number">
            Amount
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            <th scope="row">{row.rowNumber}</th>
            <InvoiceCells row={row} />
            {hasOriginal ? (
              <td class="from-tablet">
                <Original viewer={viewer} row={row} />
              </td>
            ) : null}
            <td class="number">
              {row.invoice && row.firstRow === null ? money(row.invoice.amount, row.invoice.currency) : ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function InvoiceCells({ row: { invoice, firstRow } }: { row: StoredRow }) {
  if (!invoice || firstRow !== null) {
    return (
      <>
        <td class="muted">{firstRow === null ? '' : `A line of the invoice in row ${firstRow}`}</td>
        <td class="from-tablet">{invoice?.description}</td>
        <td class="from-tablet" />
      </>
    )
  }
  return (
    <>
      <td>
        {invoice.customerName}
        <span class="muted block">{invoice.customerEmail}</span>
        <span class="to-tablet">
          <span class="muted">{invoice.description}</span>
          <span class="muted">{`due ${day(invoice.dueDate)}`}</span>
        </span>
      </td>
      <td class="from-tablet">
        {invoice.description}
        {invoice.number === undefined ? null : <span class="muted block">{`Number ${invoice.number}`}</span>}
      </td>
      <td class="from-tablet nowrap">{day(invoice.dueDate)}</td>
    </>
  )
}

function Original({ viewer, row: { duplicate } }: { viewer: Viewer; row: StoredRow }) {
  const { rowNumber, invoiceId, invoiceNumber } = duplicate ?? {}
  return invoiceId === undefined ? (
    <>{`Row ${rowNumber ?? ''}`}</>
  ) : (
    <a href={`${viewer.base}/invoices/${invoiceId}`}>{invoiceNumber ?? 'Draft'}</a>
  )
}
