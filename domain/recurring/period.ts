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
  'occurrence',
] as const

type Placeholder = (typeof PERIOD_PLACEHOLDERS)[number]

export interface PeriodTexts {
  description: string
  instructions?: string
  lines: InvoiceLine[]
}

export function renderPeriodTexts(texts: PeriodTexts, occurrence: Named, locale: Dates): PeriodTexts {
  const values = valuesOf(occurrence, locale)
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

function valuesOf({ number, date, until }: Named, locale: Dates): Record<Placeholder, string> {
  const start = locale.date(date)
  const end = locale.date(until)
  return {
    period: `${start} – ${end}`,
    period_start: start,
    period_end: end,
    month: locale.month(date),
    year: date.slice(0, 4),
    occurrence: String(number),
  }
}
