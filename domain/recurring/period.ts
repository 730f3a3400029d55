import type { InvoiceLine } from '../shared/lines.ts'
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

export function unknownPeriodPlaceholder(text: string): string | undefined {
  for (const [, name = ''] of text.matchAll(BRACES)) if (!isPlaceholder(name)) return name
  return undefined
}

export interface PeriodTexts {
  description: string
  instructions?: string
  lines: InvoiceLine[]
}

export function renderPeriodTexts(texts: PeriodTexts, occurrence: Named, locale: Dates): PeriodTexts {
  const values = valuesOf(occurrence, locale)
  const fill = (text: string) =>
    text.replace(BRACES, (whole, name: string) => (isPlaceholder(name) ? values[name] : whole))
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

function isPlaceholder(name: string): name is Placeholder {
  return PERIOD_PLACEHOLDERS.some((known) => known === name)
}

const BRACES = /\{([^{}]*)\}/g
