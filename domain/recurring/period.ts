import { formatDate } from '../shared/calendar.ts'
import type { InvoiceLine } from '../shared/lines.ts'
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

export function renderPeriodTexts(texts: PeriodTexts, occurrence: Named): PeriodTexts {
  const values = valuesOf(occurrence)
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

function valuesOf({ number, date, until }: Named): Record<Placeholder, string> {
  const [, month = '', year = ''] = formatDate(date).split(' ')
  return {
    period: `${formatDate(date)} – ${formatDate(until)}`,
    period_start: formatDate(date),
    period_end: formatDate(until),
    month,
    year,
    occurrence: String(number),
  }
}

function isPlaceholder(name: string): name is Placeholder {
  return PERIOD_PLACEHOLDERS.some((known) => known === name)
}

const BRACES = /\{([^{}]*)\}/g
