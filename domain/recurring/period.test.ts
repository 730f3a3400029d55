import { describe, expect, it } from 'vitest'
import { unknownPlaceholder } from '../shared/placeholders.ts'
import { localeOf } from '../texts/locale.ts'
import { occurrenceOf } from './occurrences.ts'
import { PERIOD_PLACEHOLDERS, renderPeriodTexts } from './period.ts'
import type { Rule } from './rule.ts'
import { type PeriodChoice, servicePeriodOf } from './service-period.ts'

const rule: Rule = { every: 1, unit: 'month', start: '2027-01-31', firstNumber: 1 }
const march = { number: 3, date: '2027-03-31', until: '2027-04-29' }

describe('the period of an occurrence', () => {
  const of = (one: Rule, number: number) => {
    const { date, until } = occurrenceOf({ rule: one, time: '09:00', timeZone: 'UTC' }, number)
    return [date, until]
  }

  it('ends a period on the day before the next occurrence', () => {
    expect(of(rule, 1)).toEqual(['2027-01-31', '2027-02-27'])
    expect(of(rule, 2)).toEqual(['2027-02-28', '2027-03-30'])
  })

  it('completes the period of the last occurrence too', () => {
    expect(of({ ...rule, end: { count: 1 } }, 1)[1]).toBe('2027-02-27')
  })
})

describe('the period that an invoice is for', () => {
  const of = (changes: Partial<Rule>, choice: PeriodChoice, number = 1) => {
    const one = { ...rule, start: '2027-01-05', ...changes }
    const occurrence = occurrenceOf({ rule: one, time: '09:00', timeZone: 'UTC' }, number)
    const { from, to } = servicePeriodOf(one, occurrence, choice)
    return `${from} ${to}`
  }

  it('is that of the date, or the one before or after', () => {
    const choices = ['current', 'previous', 'next'] as const
    expect(choices.map((choice) => of({}, choice))).toEqual([
      '2027-01-05 2027-02-04',
      '2026-12-05 2027-01-04',
      '2027-02-05 2027-03-04',
    ])
    expect(of({ start: '2027-01-31' }, 'previous', 2)).toBe('2027-01-31 2027-02-27')
  })

  it('is the calendar month, quarter, year or week', () => {
    expect(of({}, 'previous_calendar')).toBe('2026-12-01 2026-12-31')
    expect(of({ every: 2 }, 'calendar')).toBe('2027-01-01 2027-02-28')
    expect(of({ unit: 'quarter' }, 'next_calendar')).toBe('2027-04-01 2027-06-30')
    expect(of({ unit: 'year' }, 'previous_calendar')).toBe('2026-01-01 2026-12-31')
    expect(of({ unit: 'week' }, 'calendar')).toBe('2027-01-04 2027-01-10')
  })
})

describe('the texts of a recurring invoice', () => {
  it('fills placeholders in description, instructions and lines', () => {
    const filled = renderPeriodTexts(
      {
        description: 'Rent {month} {year}, no. {occurrence}',
        instructions: 'For {period}',
        lines: [{ description: '{period_start} to {period_end}', quantity: '1', unitAmount: '100' }],
      },
      march,
      localeOf(),
    )
    expect(filled.description).toBe('Rent March 2027, no. 3')
    expect(filled.instructions).toBe('For 31 March 2027 – 29 April 2027')
    expect(filled.lines).toEqual([
      { description: '31 March 2027 to 29 April 2027', quantity: '1', unitAmount: '100' },
    ])
  })

  it('names the months before and after the date with their years, and the given period', () => {
    const texts = {
      description: '{previous_month} {previous_month_year}, {next_month} {next_month_year}: {period}',
      lines: [],
    }
    const january = { number: 1, date: '2027-01-05', until: '2027-02-04' }
    const period = { from: '2026-12-01', to: '2026-12-31' }
    expect(renderPeriodTexts(texts, january, localeOf(), period).description).toBe(
      'December 2026, February 2027: 1 December 2026 – 31 December 2026',
    )
  })

  it('writes months and dates in the language of the invoice', () => {
    const texts = { description: 'Leje {month} {year}: {period}', lines: [] }
    expect(renderPeriodTexts(texts, march, localeOf('da')).description).toBe(
      'Leje marts 2027: 31. marts 2027 – 29. april 2027',
    )
  })

  it('keeps other braces, and fills each placeholder once', () => {
    const texts = { description: '{{month}} { } {', lines: [] }
    expect(renderPeriodTexts(texts, march, localeOf()).description).toBe('{March} { } {')
  })

  it('reports the first unknown placeholder', () => {
    expect(unknownPlaceholder('{month} {amount}', PERIOD_PLACEHOLDERS)).toBe('amount')
    expect(unknownPlaceholder('{period} {}', PERIOD_PLACEHOLDERS)).toBe('')
    expect(unknownPlaceholder('{period} { year', PERIOD_PLACEHOLDERS)).toBeUndefined()
  })
})
