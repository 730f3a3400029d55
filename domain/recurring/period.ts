import { addDays, type CalendarDate, formatDate } from '../calendar.ts'
import type { InvoiceLine } from '../lines.ts'
import { dateOf } from './occurrences.ts'
import type { Rule } from './rule.ts'

/** What the words of a recurring invoice may name; written in braces, `{month}`. */
export const PERIOD_PLACEHOLDERS = [
  'period',
  'period_start',
  'period_end',
  'month',
  'year',
  'occurrence',
] as const

type Placeholder = (typeof PERIOD_PLACEHOLDERS)[number]

/** The time that an occurrence is for: from its date until the day before the next one's. */
export interface Period {
  start: CalendarDate
  end: CalendarDate
}

export function periodOf(rule: Rule, number: number): Period {
  return { start: dateOf(rule, number), end: addDays(dateOf(rule, number + 1), -1) }
}

/** The first placeholder that there is not, or undefined if all are known. */
export function unknownPeriodPlaceholder(text: string): string | undefined {
  for (const [, name = ''] of text.matchAll(BRACES)) if (!isPlaceholder(name)) return name
  return undefined
}

export interface PlanWords {
  description: string
  instructions?: string
  lines: InvoiceLine[]
}

/** The words of a plan as they read on one of its invoices. */
export function wordsFor(words: PlanWords, number: number, period: Period): PlanWords {
  const values = valuesOf(number, period)
  const fill = (text: string) =>
    text.replace(BRACES, (whole, name: string) => (isPlaceholder(name) ? values[name] : whole))
  const { description, instructions, lines } = words
  return {
    description: fill(description),
    ...(instructions === undefined ? {} : { instructions: fill(instructions) }),
    lines: lines.map((line) => ({ ...line, description: fill(line.description) })),
  }
}

function valuesOf(number: number, { start, end }: Period): Record<Placeholder, string> {
  const [, month = '', year = ''] = formatDate(start).split(' ')
  return {
    period: `${formatDate(start)} – ${formatDate(end)}`,
    period_start: formatDate(start),
    period_end: formatDate(end),
    month,
    year,
    occurrence: String(number),
  }
}

function isPlaceholder(name: string): name is Placeholder {
  return PERIOD_PLACEHOLDERS.some((known) => known === name)
}

const BRACES = /\{([^{}]*)\}/g
