import { RECURRING_STATUSES, type RecurringStatus } from '../../../domain/recurring/index.ts'
import { capitalised } from '../../../domain/texts/capitalised.ts'
import type { listRecurring } from '../../merchant/recurring/find-recurring.ts'
import { HTMX_PATH } from '../../pages/assets.ts'
import { Choice } from '../../pages/fields.tsx'
import { day, money } from '../format.ts'
import { DashboardPage } from '../layout.tsx'
import { LiveFilterForm, PagesNav } from '../list-parts.tsx'
import type { Viewer } from '../viewer.ts'
import { scheduleWords, STATUS_NAMES, toneOf } from './recurring-words.ts'

type Listed = Awaited<ReturnType<typeof listRecurring>>['data'][number]

export interface RecurringListProps {
  viewer: Viewer
  rows: readonly Listed[]
  status: RecurringStatus | undefined
  isFirst: boolean
  nextCursor: string | null
}

export function RecurringListPage({ viewer, rows, status, isFirst, nextCursor }: RecurringListProps) {
  const path = `${viewer.base}/recurring`
  const mayWrite = viewer.may('invoice', 'write')
  return (
    <DashboardPage
      viewer={viewer}
      title="Recurring invoices"
      section="recurring"
      scripts={[HTMX_PATH]}
      actions={
        mayWrite ? (
          <a class="primary" href={`${path}/new`}>
            New recurring invoice
          </a>
        ) : null
      }
    >
      <LiveFilterForm path={path}>
        <Choice
          name="status"
          label="Status"
          chosen={status}
          options={[['', 'All'], ...RECURRING_STATUSES.map((one) => [one, STATUS_NAMES[one]] as const)]}
        />
      </LiveFilterForm>
      <div id="found" class="stack">
        {rows.length > 0 ? (
          <RecurringTable viewer={viewer} rows={rows} />
        ) : (
          <Empty viewer={viewer} isFiltered={status !== undefined || !isFirst} />
        )}
        <PagesNav path={path} filter={{ status }} isFirst={isFirst} nextCursor={nextCursor} />
      </div>
    </DashboardPage>
  )
}

function RecurringTable({ viewer, rows }: Pick<RecurringListProps, 'viewer' | 'rows'>) {
  return (
    <div class="table">
      <table>
        <caption class="hidden">Recurring invoices</caption>
        <thead>
          <tr>
            <th scope="col">Customer</th>
            <th scope="col" class="from-tablet">
              Schedule
            </th>
            <th scope="col" class="from-tablet">
              Next
            </th>
            <th scope="col">Status</th>
            <th scope="col" class="number from-tablet">
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const amount = 'amount' in row ? money(row.amount, row.currency) : '–'
            const [next] = row.next
            const schedule = capitalised(scheduleWords(row.schedule))
            return (
              <tr>
                <th scope="row">
                  <a href={`${viewer.base}/recurring/${row.id}`}>{row.customer?.name ?? 'Erased customer'}</a>
                  <span class="muted block">{row.description}</span>
                  <span class="to-tablet">
                    <span>{amount}</span>
                    <span class="muted">{schedule}</span>
                    <span class="muted">{next ? `next on ${day(next.date)}` : 'nothing follows'}</span>
                  </span>
                </th>
                <td class="from-tablet">{schedule}</td>
                <td class="from-tablet nowrap">{next ? day(next.date) : '–'}</td>
                <td>
                  <span class="badges">
                    <span class={`badge ${toneOf(row.status)}`}>{STATUS_NAMES[row.status]}</span>
                    {row.failed.length > 0 ? <span class="badge failed">Failed</span> : null}
                  </span>
                </td>
                <td class="number from-tablet">{amount}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Empty({ viewer, isFiltered }: { viewer: Viewer; isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <section class="empty">
        <h2>No recurring invoice matches</h2>
        <a href={`${viewer.base}/recurring`}>Show all</a>
      </section>
    )
  }
  return (
    <section class="empty">
      <h2>No recurring invoices yet</h2>
      <p>A recurring invoice makes an invoice on each of its dates, such as a rent every month.</p>
      {viewer.may('invoice', 'write') ? (
        <a class="primary" href={`${viewer.base}/recurring/new`}>
          Set up the first
        </a>
      ) : null}
    </section>
  )
}
