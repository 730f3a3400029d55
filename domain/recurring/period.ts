import type { ServicePeriod } from '../party/party.ts'
import type { CalendarDate } from '../shared/calendar.ts'
import { fillPlaceholders } from '../shared/placeholders.ts'
import type { InvoiceLine } from '../tax/types.ts'
import type { Locale } from '../texts/locale.ts'
import type { Occurrence } from './rule.ts'

export const PERIOD_PLACEHOLDERS = [
  'period',
  'period_start',
  'period_end',
  'month',
  'year',
  'previous_month',
  'previous_month_year',
  'next_month',
  'next_month_year',
  'occurrence',
] as const

type Placeholder = (typeof PERIOD_PLACEHOLDERS)[number]

export interface PeriodTexts {
  description: string
  instructions?: string
  lines: InvoiceLine[]
}

/** @param period the days that the invoice is for, if they are not those of the occurrence */
export function renderPeriodTexts(
  texts: PeriodTexts,
  occurrence: Named,
  locale: Dates,
  period: ServicePeriod = { from: occurrence.date, to: occurrence.until },
): PeriodTexts {
  const values = valuesOf(occurrence, period, locale)
  const fill = (text: string) => fillPlaceholders(text, values)
  const { description, instructions, lines } = texts
  return {
    description: fill(description),
    ...(instructions === undefined ? {} : { instructions: fill(instructions) }),
    lines: lines.map((line) => ({ ...line, description: fill(line.description) })),
  }
}

type Named = Pick<Occurrence, 'number' | 'date' | 'until'>

type Dates = Pick<Locale, 'date' | 'month'>

function valuesOf(
  { number, date }: Named,
  period: ServicePeriod,
  locale: Dates,
): Record<Placeholder, string> {
  const start = locale.date(period.from)
  const end = locale.date(period.to)
  const previous = neighbour(date, -1)
  const next = neighbour(date, 1)
  return {
    period: `${start} – ${end}`,
    period_start: start,
    period_end: end,
    month: locale.month(date),
    year: date.slice(0, 4),
    previous_month: locale.month(previous),
    previous_month_year: previous.slice(0, 4),
    next_month: locale.month(next),
    next_month_year: next.slice(0, 4),
    occurrence: String(number),
  }
}

/** Returns the first day of the month before or after. */
function neighbour(date: CalendarDate, months: -1 | 1): CalendarDate {
  const [year = 0, month = 1] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10)
}
