import type { InvoiceRow } from '../../../../db/entities/index.ts'
import { HTMX_PATH } from '../../../pages/assets.ts'
import { Choice, Field } from '../../../pages/fields.tsx'
import { DashboardPage } from '../../layout.tsx'
import { LiveFilterForm, PagesNav, searchOf } from '../../list-parts.tsx'
import type { Viewer } from '../../viewer.ts'
import { InvoiceTable } from '../invoice-table.tsx'
import { ACTIONS, ACTION_NAMES } from './actions.ts'
import { type Filters, SORTS, STATUSES } from './filters.ts'

export interface ListProps {
  viewer: Viewer
  rows: readonly InvoiceRow[]
  query: Record<string, unknown>
  filters: Filters
  currencies: readonly string[]
  nextCursor: string | null
  /** The rows show the events as far as this sequence. */
  sequence: number
}

export function ListPage({ viewer, rows, query, filters, currencies, nextCursor, sequence }: ListProps) {
  const isFiltered = filters.status !== '' || filters.q !== '' || filters.currency !== ''
  const { cursor, ...filter } = query
  const isFirst = cursor === undefined
  const path = `${viewer.base}/invoices`
  const mayWrite = viewer.may('invoice', 'write')
  return (
    <DashboardPage
      viewer={viewer}
      title="Invoices"
      section="invoices"
      scripts={[HTMX_PATH]}
      live={`${viewer.base}/live?after=${sequence}`}
      actions={
        <>
          <a class="secondary" href={`${path}/export.csv${searchOf(filter)}`}>
            Export CSV
          </a>
          {mayWrite ? (
            <a class="primary" href={`${path}/new`}>
              New invoice
            </a>
          ) : null}
        </>
      }
    >
      <FilterForm path={path} filters={filters} currencies={currencies} isFiltered={isFiltered} />
      <div id="found" class="stack">
        {rows.length > 0 ? (
          <Selection path={path} viewer={viewer} rows={rows} />
        ) : (
          <Empty viewer={viewer} isFiltered={isFiltered || !isFirst} />
        )}
        <PagesNav path={path} filter={filter} isFirst={isFirst} nextCursor={nextCursor} />
      </div>
    </DashboardPage>
  )
}

function FilterForm({
  path,
  filters,
  currencies,
  isFiltered,
}: Pick<ListProps, 'filters' | 'currencies'> & { path: string; isFiltered: boolean }) {
  const isListed = STATUSES.some(([value]) => value === filters.status)
  const statuses = isListed ? STATUSES : [...STATUSES, [filters.status, filters.status] as const]
  return (
    <LiveFilterForm path={path} isFiltered={isFiltered}>
      <Field
        name="q"
        label="Search"
        type="search"
        value={filters.q}
        required={false}
        placeholder="Number, customer, text"
      />
      <Choice name="status" label="Status" chosen={filters.status} options={statuses} />
      {currencies.length > 1 ? (
        <Choice
          name="currency"
          label="Currency"
          chosen={filters.currency}
          options={[['', 'All'], ...currencies.map((code) => [code, code] as const)]}
        />
      ) : null}
      <Choice name="sort" label="Order" chosen={filters.sort} options={SORTS} />
    </LiveFilterForm>
  )
}

function Selection({ path, viewer, rows }: { path: string; viewer: Viewer; rows: readonly InvoiceRow[] }) {
  const mayWrite = viewer.may('invoice', 'write')
  return (
    <form method="get" action={`${path}/selected`} class="stack">
      <InvoiceTable viewer={viewer} rows={rows} isSelectable={mayWrite} />
      {mayWrite ? (
        <div class="actions">
          <span class="muted">With the selected:</span>
          {ACTIONS.map((action) => (
            <button class="secondary small" name="action" value={action}>
              {ACTION_NAMES[action]}
            </button>
          ))}
        </div>
      ) : null}
    </form>
  )
}

function Empty({ viewer, isFiltered }: { viewer: Viewer; isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <section class="empty">
        <h2>No invoice matches</h2>
        <p>Search for less, or choose another status.</p>
        <a href={`${viewer.base}/invoices`}>Show all</a>
      </section>
    )
  }
  return (
    <section class="empty">
      <h2>No invoices yet</h2>
      <p>An invoice needs a customer’s name and e-mail address, what it is for, and how much.</p>
      {viewer.may('invoice', 'write') ? (
        <a class="primary" href={`${viewer.base}/invoices/new`}>
          Write the first invoice
        </a>
      ) : null}
    </section>
  )
}
