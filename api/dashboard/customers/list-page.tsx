import type { CustomerRow } from '../../../db/entities/index.ts'
import { HTMX_PATH } from '../../pages/assets.ts'
import { Field } from '../../pages/fields.tsx'
import { day } from '../format.ts'
import { dateInZone } from '../../../domain/shared/calendar.ts'
import { DashboardPage } from '../layout.tsx'
import { LiveFilterForm, PagesNav } from '../list-parts.tsx'
import type { Viewer } from '../viewer.ts'

export interface CustomerListProps {
  viewer: Viewer
  rows: readonly CustomerRow[]
  q: string
  isFirst: boolean
  nextCursor: string | null
}

export function CustomerListPage({ viewer, rows, q, isFirst, nextCursor }: CustomerListProps) {
  const path = `${viewer.base}/customers`
  return (
    <DashboardPage
      viewer={viewer}
      title="Customers"
      section="customers"
      scripts={[HTMX_PATH]}
      actions={
        viewer.may('customer', 'write') ? (
          <a class="primary" href={`${path}/new`}>
            New customer
          </a>
        ) : null
      }
    >
      <LiveFilterForm path={path} isFiltered={q !== ''}>
        <Field
          name="q"
          label="Search"
          type="search"
          value={q}
          required={false}
          placeholder="Name, e-mail address"
        />
      </LiveFilterForm>
      <div id="found" class="stack">
        {rows.length > 0 ? (
          <CustomerTable viewer={viewer} rows={rows} />
        ) : (
          <Empty viewer={viewer} isFiltered={q !== '' || !isFirst} />
        )}
        <PagesNav path={path} filter={{ q }} isFirst={isFirst} nextCursor={nextCursor} />
      </div>
    </DashboardPage>
  )
}

function CustomerTable({ viewer, rows }: Pick<CustomerListProps, 'viewer' | 'rows'>) {
  return (
    <div class="table">
      <table>
        <caption class="hidden">Customers, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" class="from-tablet">
              Email
            </th>
            <th scope="col" class="from-tablet">
              Phone
            </th>
            <th scope="col" class="from-tablet">
              Since
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, email, phone, createdAt }) => (
            <tr>
              <th scope="row">
                <a href={`${viewer.base}/customers/${id}`}>{name || 'Erased customer'}</a>
                <span class="to-tablet">
                  <span class="muted">{email}</span>
                  <span class="muted">{phone}</span>
                </span>
              </th>
              <td class="from-tablet">{email}</td>
              <td class="from-tablet nowrap">{phone}</td>
              <td class="from-tablet nowrap">{day(dateInZone(createdAt.getTime(), viewer.timeZone))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Empty({ viewer, isFiltered }: { viewer: Viewer; isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <section class="empty">
        <h2>No customer matches</h2>
        <p>Search for less.</p>
        <a href={`${viewer.base}/customers`}>Show all</a>
      </section>
    )
  }
  return (
    <section class="empty">
      <h2>No customers yet</h2>
      <p>The first invoice to an e-mail address makes its customer. Nobody has to be entered here first.</p>
      {viewer.may('invoice', 'write') ? (
        <a class="primary" href={`${viewer.base}/invoices/new`}>
          Write an invoice
        </a>
      ) : null}
    </section>
  )
}
