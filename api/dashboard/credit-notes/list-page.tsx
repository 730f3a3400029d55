import type { ListedCreditNote } from '../../../db/credit-notes/list.ts'
import { dateInZone } from '../../../domain/shared/calendar.ts'
import { Field } from '../../pages/fields.tsx'
import { day, money } from '../format.ts'
import { DashboardPage } from '../layout.tsx'
import { FilterForm, PagesNav } from '../list-parts.tsx'
import type { Viewer } from '../viewer.ts'

export interface CreditNoteListProps {
  viewer: Viewer
  rows: readonly ListedCreditNote[]
  customer: string
  isFirst: boolean
  nextCursor: string | null
}

export function CreditNoteListPage({ viewer, rows, customer, isFirst, nextCursor }: CreditNoteListProps) {
  const path = `${viewer.base}/credit-notes`
  return (
    <DashboardPage viewer={viewer} title="Credit notes" section="credit-notes">
      <FilterForm path={path} isFiltered={customer !== ''}>
        <Field
          name="customer"
          label="E-mail address of the customer"
          type="search"
          value={customer}
          required={false}
        />
      </FilterForm>
      {rows.length > 0 ? (
        <CreditNoteTable viewer={viewer} rows={rows} />
      ) : (
        <Empty viewer={viewer} isFiltered={customer !== '' || !isFirst} />
      )}
      <PagesNav path={path} filter={{ customer }} isFirst={isFirst} nextCursor={nextCursor} />
    </DashboardPage>
  )
}

function CreditNoteTable({ viewer, rows }: Pick<CreditNoteListProps, 'viewer' | 'rows'>) {
  return (
    <div class="table">
      <table>
        <caption class="hidden">Credit notes, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Number</th>
            <th scope="col" class="from-tablet">
              Customer
            </th>
            <th scope="col" class="from-tablet">
              Invoice
            </th>
            <th scope="col" class="from-tablet">
              Issued
            </th>
            <th scope="col" class="number">
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ note, invoice, customerName }) => {
            const path = `${viewer.base}/invoices/${invoice.id}`
            const issued = day(dateInZone(note.issuedAt.getTime(), viewer.timeZone))
            return (
              <tr>
                <th scope="row">
                  <a href={`${path}/credit-notes/${note.id}/pdf`}>{`${note.number} (PDF)`}</a>
                  <span class="to-tablet">
                    <span class="muted">{customerName}</span>
                    <span class="muted">{issued}</span>
                    <a href={path}>{`Invoice ${invoice.number}`}</a>
                  </span>
                </th>
                <td class="from-tablet">{customerName}</td>
                <td class="from-tablet">
                  <a href={path}>{invoice.number}</a>
                </td>
                <td class="from-tablet nowrap">{issued}</td>
                <td class="number nowrap">{money(note.amount, invoice.currency)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Empty({ viewer, isFiltered }: { viewer: Viewer; isFiltered: boolean }) {
  return isFiltered ? (
    <section class="empty">
      <h2>No credit note matches</h2>
      <p>Check the e-mail address of the customer.</p>
      <a href={`${viewer.base}/credit-notes`}>Show all</a>
    </section>
  ) : (
    <section class="empty">
      <h2>No credit notes yet</h2>
      <p>Open an invoice that was issued to take it back, in part or in whole.</p>
      <a class="primary" href={`${viewer.base}/invoices`}>
        Show the invoices
      </a>
    </section>
  )
}
