import { capitalised } from '../../../../domain/texts/capitalised.ts'
import type { Attempt } from '../../command-form.tsx'
import { dateTime, day, money } from '../../format.ts'
import { InvoiceTable } from '../../invoices/invoice-table.tsx'
import { DashboardPage } from '../../layout.tsx'
import type { Viewer } from '../../viewer.ts'
import { NextDates } from '../next-dates.tsx'
import { FAILURES, scheduleWords, STATUS_NAMES, toneOf } from '../recurring-words.ts'
import { CalendarCard } from './calendar-card.tsx'
import { CommandsCard } from './commands-card.tsx'
import { historyWords } from './history-words.ts'
import type { RecurringView } from './load-recurring-view.ts'

export interface RecurringPageProps {
  viewer: Viewer
  view: RecurringView
  attempt?: Attempt | undefined
  notice?: string | undefined
}

export function RecurringPage({ viewer, view, attempt, notice }: RecurringPageProps) {
  const { shown, months, marks } = view
  const { id, status, customer, description, schedule, next, test_clock_offset_ms: offset } = shown
  return (
    <DashboardPage
      viewer={viewer}
      title={`Recurring invoice for ${customer?.name ?? 'an erased customer'}`}
      section="recurring"
      notice={notice}
      mistakes={attempt?.mistakes}
    >
      <section class="lead" aria-label="Amount and status">
        {'amount' in shown ? <p class="amount">{money(shown.amount, shown.currency)}</p> : null}
        <p>
          <span class={`badge ${toneOf(status)}`}>{STATUS_NAMES[status]}</span>
        </p>
        <p class="muted">{`${capitalised(scheduleWords(schedule))}${description === null ? '' : `: ${description}`}`}</p>
        {'tax_exchange_rate' in shown && shown.tax_exchange_rate && shown.tax_exchange_rate_set_on ? (
          <p class="muted">{`Exchange rate of its tax: ${shown.tax_exchange_rate}, set on ${day(shown.tax_exchange_rate_set_on)}`}</p>
        ) : null}
        {offset > 0 ? (
          <p class="muted">{`The test clock stands at ${dateTime(Date.now() + offset, viewer.timeZone)}.`}</p>
        ) : null}
      </section>
      <FailedNotice view={view} />
      <div class="columns two">
        <div class="stack">
          <CalendarCard viewer={viewer} recurringId={id} months={months} marks={marks} />
          <section class="card" aria-labelledby="next">
            <h2 id="next">What comes next</h2>
            <NextDates next={next} />
          </section>
        </div>
        <div class="stack">
          <CommandsCard viewer={viewer} view={view} attempt={attempt} />
          <HistoryCard viewer={viewer} view={view} />
        </div>
      </div>
      <Invoices viewer={viewer} view={view} />
    </DashboardPage>
  )
}

function FailedNotice({ view: { shown } }: { view: RecurringView }) {
  if (shown.failed.length === 0) return null
  return (
    <div class="notice bad">
      <p>These invoices could not be made:</p>
      <ul>
        {shown.failed.map(({ occurrence, date, code }) => (
          <li>{`Invoice ${occurrence}, for ${day(date)}. ${FAILURES[code]}`}</li>
        ))}
      </ul>
    </div>
  )
}

function HistoryCard({ viewer, view: { events } }: { viewer: Viewer; view: RecurringView }) {
  return (
    <section class="card" aria-labelledby="history">
      <h2 id="history">History</h2>
      <ol class="timeline">
        {events.toReversed().flatMap((event) => {
          const words = historyWords(event)
          if (!words) return []
          return (
            <li class={words.tone} id={event.id}>
              <p>
                {words.invoiceId === undefined ? (
                  <strong>{words.title}</strong>
                ) : (
                  <a href={`${viewer.base}/invoices/${words.invoiceId}`}>{words.title}</a>
                )}
              </p>
              {words.detail ? <p>{words.detail}</p> : null}
              <p class="muted">
                <time datetime={event.at}>{dateTime(Date.parse(event.at), viewer.timeZone)}</time>
              </p>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function Invoices({ viewer, view }: { viewer: Viewer; view: RecurringView }) {
  const { shown, invoices, hasMoreInvoices } = view
  return (
    <section class="stack" aria-labelledby="invoices">
      <h2 id="invoices">Its invoices</h2>
      {invoices.length > 0 ? (
        <InvoiceTable viewer={viewer} rows={invoices} />
      ) : (
        <p class="muted">None was made yet.</p>
      )}
      {hasMoreInvoices ? (
        <p>
          <a href={`${viewer.base}/invoices?recurring=${shown.id}`}>All its invoices</a>
        </p>
      ) : null}
    </section>
  )
}
