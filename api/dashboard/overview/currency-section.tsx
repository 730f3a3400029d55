import {
  AGEING_BUCKETS,
  type AgeingBucket,
  type CurrencySummary,
  type Sum,
} from '../../../db/summary/read-summary.ts'
import { PAYABLE_STATUSES } from '../../../domain/invoice/index.ts'
import { addDays, type CalendarDate, mondayOf } from '../../../domain/shared/calendar.ts'
import { averageDaysToPay, type LoadedSummary } from '../../merchant/summary/load-summary.ts'
import { count, day, money } from '../format.ts'
import type { Viewer } from '../viewer.ts'
import { ColumnChart, RowChart } from './charts.tsx'

const AGES: Record<AgeingBucket, string> = {
  not_due: 'Not due yet',
  days_1_30: '1 to 30 days late',
  days_31_60: '31 to 60 days late',
  days_61_90: '61 to 90 days late',
  days_over_90: 'More than 90 days late',
}

export interface CurrencySectionProps {
  viewer: Viewer
  summary: CurrencySummary
  period: LoadedSummary['period']
}

export function CurrencySection({ viewer, summary, period }: CurrencySectionProps) {
  const { currency, byStatus, received } = summary
  const outstanding = total(PAYABLE_STATUSES.map((status) => byStatus.get(status)))
  const overdue = byStatus.get('overdue') ?? NOTHING
  const days = averageDaysToPay(summary)
  const list = (statuses: readonly string[]) =>
    `${viewer.base}/invoices?status=${statuses.join(',')}&currency=${currency}`
  return (
    <section class="stack" aria-labelledby={`in-${currency}`}>
      <h2 id={`in-${currency}`}>{currency}</h2>
      <div class="figures">
        <Figure label="Outstanding" sum={outstanding} currency={currency} href={list(PAYABLE_STATUSES)} />
        <Figure
          label="Overdue"
          sum={overdue}
          currency={currency}
          href={list(['overdue'])}
          isLate={overdue.count > 0}
        />
        <Figure label="Paid in the period" sum={received} currency={currency} thing="payment" />
        <div class="figure">
          <p class="muted">Average time to pay</p>
          <p class="amount">{days === null ? '–' : days < 1 ? 'Less than a day' : count(days, 'day')}</p>
          <p class="muted">{days === null ? 'Nothing was paid in the period' : 'From sent to paid'}</p>
        </div>
      </div>
      <div class="columns even">
        <MoneyIn summary={summary} period={period} />
        <Ageing summary={summary} />
      </div>
    </section>
  )
}

const NOTHING: Sum = { count: 0, amount: 0n }

function total(sums: readonly (Sum | undefined)[]): Sum {
  return sums.reduce<Sum>(
    (all, { count: more, amount } = NOTHING) => ({ count: all.count + more, amount: all.amount + amount }),
    NOTHING,
  )
}

function Figure({
  label,
  sum,
  currency,
  href,
  thing = 'invoice',
  isLate = false,
}: {
  label: string
  sum: Sum
  currency: string
  href?: string
  thing?: string
  isLate?: boolean
}) {
  const contents = (
    <>
      <p class="muted">{label}</p>
      <p class="amount">{money(sum.amount, currency)}</p>
      <p class="muted">{count(sum.count, thing)}</p>
    </>
  )
  const kind = isLate ? 'figure late' : 'figure'
  return href ? (
    <a class={kind} href={href}>
      {contents}
    </a>
  ) : (
    <div class={kind}>{contents}</div>
  )
}

function MoneyIn({ summary, period }: Pick<CurrencySectionProps, 'summary' | 'period'>) {
  const { currency } = summary
  const known = new Map(summary.weeks.map((week) => [week.monday, week]))
  const weeks = mondays(period).map((monday) => ({
    monday,
    received: known.get(monday)?.received ?? NOTHING,
    refunded: known.get(monday)?.refunded ?? NOTHING,
  }))
  const best = weeks.reduce((most, week) => (week.received.amount > most.received.amount ? week : most))
  return (
    <ColumnChart
      id={`money-in-${currency}`}
      title="Money in by week"
      bars={weeks.map(({ monday, received }) => ({
        label: shortDay(monday),
        value: Number(received.amount),
        text: money(received.amount, currency),
      }))}
      summary={
        best.received.amount > 0n
          ? `${money(summary.received.amount, currency)} in ${count(weeks.length, 'week')}, most in the week of ${day(best.monday)}: ${money(best.received.amount, currency)}.`
          : `No money came in ${count(weeks.length, 'week')}.`
      }
      tick={(value) =>
        money(Math.round(value), currency)
          .replace(/ [A-Z]{3}$/, '')
          .replace(/\.0+$/, '')
      }
      table={
        <table>
          <caption>{`Money in ${currency}, newest week first`}</caption>
          <thead>
            <tr>
              <th scope="col">Week of</th>
              <th scope="col" class="number">
                Received
              </th>
              <th scope="col" class="number">
                Refunded
              </th>
            </tr>
          </thead>
          <tbody>
            {weeks.toReversed().map(({ monday, received, refunded }) => (
              <tr>
                <th scope="row">{day(monday)}</th>
                <td class="number">{money(received.amount, currency)}</td>
                <td class="number">{money(refunded.amount, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  )
}

function mondays({ from, to }: LoadedSummary['period']): CalendarDate[] {
  const found: CalendarDate[] = []
  for (let monday = mondayOf(from); monday <= to; monday = addDays(monday, 7)) found.push(monday)
  return found
}

function shortDay(date: CalendarDate): string {
  return day(date).replace(/ \d{4}$/, '')
}

function Ageing({ summary }: Pick<CurrencySectionProps, 'summary'>) {
  const { currency, ageing } = summary
  const rows = AGEING_BUCKETS.map((age) => ({ label: AGES[age], sum: ageing.get(age) ?? NOTHING }))
  const late = total(rows.slice(1).map(({ sum }) => sum))
  return (
    <RowChart
      id={`ageing-${currency}`}
      title="Outstanding by age"
      bars={rows.map(({ label, sum }) => ({
        label,
        value: Number(sum.amount),
        text: money(sum.amount, currency),
      }))}
      summary={`${money(rows[0]?.sum.amount ?? 0n, currency)} is not due yet, ${money(late.amount, currency)} is late.`}
      table={
        <table>
          <caption>{`Outstanding in ${currency}`}</caption>
          <thead>
            <tr>
              <th scope="col">Age</th>
              <th scope="col" class="number">
                Invoices
              </th>
              <th scope="col" class="number">
                Amount
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, sum }) => (
              <tr>
                <th scope="row">{label}</th>
                <td class="number">{sum.count}</td>
                <td class="number">{money(sum.amount, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  )
}
