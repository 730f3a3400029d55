import { type CalendarDate, isCalendarDate } from '../shared/calendar.ts'
import type { CellProblem } from './cell-errors.ts'

export const DATE_FORMATS = ['YYYY-MM-DD', 'DD/MM/YYYY', 'MM/DD/YYYY', 'YYYY/MM/DD'] as const
export type DateFormat = (typeof DATE_FORMATS)[number]

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/
const NUMBERS = /^(\d{1,4})[/.\- ]+(\d{1,2})[/.\- ]+(\d{1,4})\.?$/

export function readDate(text: string, format: DateFormat): CalendarDate | CellProblem {
  const iso = ISO.exec(text)?.[1]
  if (iso) return isCalendarDate(iso) ? iso : { code: 'invalid_date', detail: 'is a day that does not exist' }
  const date = readAs(text, format)
  if (date) return date
  const fitting = fittingFormats(text).filter((one) => one !== format)
  if (fitting.length === 0) {
    const chosen = format === 'YYYY-MM-DD' ? '' : `${format} or `
    return { code: 'invalid_date', detail: `must be a date that exists, ${chosen}2026-12-31` }
  }
  const code = format === 'YYYY-MM-DD' ? 'date_format_unknown' : 'other_date_format'
  return {
    code,
    detail: `would be a date as ${fitting.join(' or as ')}: write 2026-12-31, or set the format of the file`,
  }
}

export function fittingFormats(text: string): DateFormat[] {
  return DATE_FORMATS.filter((format) => format !== 'YYYY-MM-DD' && readAs(text, format) !== undefined)
}

function readAs(text: string, format: DateFormat): CalendarDate | undefined {
  const match = NUMBERS.exec(text)
  if (!match) return undefined
  const [, first = '', second = '', third = ''] = match
  switch (format) {
    case 'YYYY-MM-DD':
      return undefined
    case 'DD/MM/YYYY':
      return dateOf(third, second, first)
    case 'MM/DD/YYYY':
      return dateOf(third, first, second)
    case 'YYYY/MM/DD':
      return first.length === 4 ? dateOf(first, second, third) : undefined
  }
}

/** A year of two digits belongs to the years 2000 to 2099. */
function dateOf(year: string, month: string, day: string): CalendarDate | undefined {
  if ((year.length !== 4 && year.length !== 2) || day.length > 2) return undefined
  const date = `${year.length === 2 ? '20' : ''}${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isCalendarDate(date) ? date : undefined
}
