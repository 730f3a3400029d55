import type { occurrencesView } from '../../merchant/recurring/recurring-view.ts'
import { day, money } from '../format.ts'

export function NextDates({ next }: { next: ReturnType<typeof occurrencesView> }) {
  if (next.length === 0) return <p>No invoice follows any more.</p>
  return (
    <ol class="rows">
      {next.map(({ number, date, local_time: time, due_date: due, amount, currency, description }) => (
        <li>
          <strong>
            <time datetime={date}>{day(date)}</time>
          </strong>
          <span>{money(amount, currency)}</span>
          <span class="muted">{`Invoice ${number} at ${timeOf(time)}, due ${day(due)}: ${description}`}</span>
        </li>
      ))}
    </ol>
  )
}

function timeOf(local: string): string {
  return local.slice(11, 16)
}
