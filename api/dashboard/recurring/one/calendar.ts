import { addDays, type CalendarDate, mondayOf } from '../../../../domain/shared/calendar.ts'
import type { PublicRecurringEvent } from '../../../../domain/events/recurring-events.ts'
import type { Occurrence } from '../../../../domain/recurring/index.ts'

export interface Mark {
  kind: 'planned' | 'issued' | 'draft' | 'skipped' | 'failed'
  number: number
  invoiceId?: string
}

export interface Month {
  first: CalendarDate
  /** A week begins on Monday. Days of other months are undefined. */
  weeks: (CalendarDate | undefined)[][]
}

/** @param first the first day of the first month */
export function monthsFrom(first: CalendarDate, count: number): Month[] {
  return Array.from({ length: count }, (_, index) => monthOf(monthsLater(first, index)))
}

function monthOf(first: CalendarDate): Month {
  const next = monthsLater(first, 1)
  const weeks: Month['weeks'] = []
  for (let monday = mondayOf(first); monday < next; monday = addDays(monday, 7)) {
    const days = Array.from({ length: 7 }, (_, index) => addDays(monday, index))
    weeks.push(days.map((day) => (day >= first && day < next ? day : undefined)))
  }
  return { first, weeks }
}

/** @param first the first day of a month */
export function monthsLater(first: CalendarDate, count: number): CalendarDate {
  const months = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1 + count
  const year = String(Math.floor(months / 12)).padStart(4, '0')
  return `${year}-${String((months % 12) + 1).padStart(2, '0')}-01`
}

/** A later event replaces the mark of an earlier one, or of a plan. */
export function marksOf(
  events: readonly PublicRecurringEvent[],
  coming: readonly Occurrence[],
): Map<CalendarDate, Mark> {
  const dates = new Map<number, CalendarDate>()
  const marks = new Map<CalendarDate, Mark>()
  for (const { number, date } of coming) marks.set(date, { kind: 'planned', number })
  for (const { type, data } of events) {
    if (type === 'recurring_invoice.occurrence_due') {
      dates.set(data.occurrence, data.date)
    } else if (type === 'recurring_invoice.occurrence_issued') {
      marks.set(data.date, { kind: 'issued', number: data.occurrence, invoiceId: data.invoice_id })
    } else if (type === 'recurring_invoice.occurrence_drafted') {
      marks.set(data.date, { kind: 'draft', number: data.occurrence, invoiceId: data.invoice_id })
    } else if (type === 'recurring_invoice.occurrence_failed') {
      const date = dates.get(data.occurrence)
      if (date !== undefined) marks.set(date, { kind: 'failed', number: data.occurrence })
    } else if (type === 'recurring_invoice.occurrences_skipped') {
      for (const { occurrence, date } of [data.first, data.last])
        marks.set(date, { kind: 'skipped', number: occurrence })
    }
  }
  return marks
}
