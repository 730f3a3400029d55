import type { CalendarDate } from '../../../../domain/shared/calendar.ts'
import { localeOf } from '../../../../domain/texts/locale.ts'
import type { Viewer } from '../../viewer.ts'
import { type Mark, type Month, monthsLater } from './calendar.ts'

export const SHOWN_MONTHS = 3

interface CalendarProps {
  viewer: Viewer
  recurringId: string
  months: readonly Month[]
  marks: ReadonlyMap<CalendarDate, Mark>
}

const KINDS: Record<Mark['kind'], string> = {
  planned: 'planned',
  issued: 'issued',
  draft: 'a draft',
  skipped: 'skipped',
  failed: 'failed',
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

export function CalendarCard({ viewer, recurringId, months, marks }: CalendarProps) {
  const first = months[0]?.first ?? ''
  const pathTo = (count: number) =>
    `${viewer.base}/recurring/${recurringId}?month=${monthsLater(first, count).slice(0, 7)}#calendar`
  return (
    <section class="card" id="calendar" aria-labelledby="calendar-title">
      <h2 id="calendar-title">Calendar</h2>
      <div class="months">
        {months.map((month) => (
          <MonthTable viewer={viewer} month={month} marks={marks} />
        ))}
      </div>
      <ul class="actions muted" aria-label="Meaning of the marks">
        {(Object.keys(KINDS) as Mark['kind'][]).map((kind) => (
          <li>
            <span class={`day ${kind}`} aria-hidden="true">
              1
            </span>
            {` ${KINDS[kind]}`}
          </li>
        ))}
      </ul>
      <nav class="pages" aria-label="Months">
        <a href={pathTo(-SHOWN_MONTHS)}>Earlier months</a>
        <a href={pathTo(SHOWN_MONTHS)}>Later months</a>
      </nav>
    </section>
  )
}

function MonthTable({
  viewer,
  month: { first, weeks },
  marks,
}: Pick<CalendarProps, 'viewer' | 'marks'> & { month: Month }) {
  return (
    <table class="month">
      <caption>{`${localeOf('en').month(first)} ${first.slice(0, 4)}`}</caption>
      <thead>
        <tr>
          {WEEKDAYS.map((name) => (
            <th scope="col">
              <abbr title={name}>{name.slice(0, 2)}</abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr>
            {week.map((date) => (
              <td>
                {date === undefined ? null : <Day viewer={viewer} date={date} mark={marks.get(date)} />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Day({ viewer, date, mark }: { viewer: Viewer; date: CalendarDate; mark: Mark | undefined }) {
  const shown = <time datetime={date}>{Number(date.slice(8))}</time>
  if (!mark) return shown
  const { kind, number, invoiceId } = mark
  const words = <span class="hidden">{`: invoice ${number} ${KINDS[kind]}`}</span>
  return invoiceId === undefined ? (
    <span class={`day ${kind}`}>
      {shown}
      {words}
    </span>
  ) : (
    <a class={`day ${kind}`} href={`${viewer.base}/invoices/${invoiceId}`}>
      {shown}
      {words}
    </a>
  )
}
