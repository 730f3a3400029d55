import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, type CalendarDate } from '../shared/calendar.ts'
import { unknownPlaceholder } from '../shared/placeholders.ts'
import { localeOf } from '../texts/locale.ts'
import { occurrenceOf } from './occurrences.ts'
import { PERIOD_PLACEHOLDERS, renderPeriodTexts } from './period.ts'
import { type Rule, UNITS } from './rule.ts'
import { PERIOD_CHOICES, type PeriodChoice, servicePeriodOf } from './service-period.ts'

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

describe('the periods of consecutive invoices', () => {
  const choice = fc.constantFrom(...PERIOD_CHOICES)
  const start = fc.integer({ min: 0, max: 3_000 }).map((days) => addDays('2026-01-01', days))
  const unit = fc.constantFrom(...UNITS)
  const anyRule = fc.record({
    every: fc.integer({ min: 1, max: 4 }),
    unit,
    start,
    firstNumber: fc.constant(1),
  })

  const at = (one: Rule, number: number) =>
    occurrenceOf({ rule: one, time: '09:00', timeZone: 'UTC' }, number)

  it('neither overlap nor leave a gap while the schedule stays', () => {
    fc.assert(
      fc.property(anyRule, choice, (one, period) => {
        const periods = Array.from({ length: 14 }, (_, index) =>
          servicePeriodOf(one, at(one, index + 1), period),
        )
        for (const [index, { from, to }] of periods.entries()) {
          expect(from <= to).toBe(true)
          if (index > 0) expect(from).toBe(addDays(periods[index - 1]?.to ?? '', 1))
        }
      }),
    )
  })

  it('never overlap after a change of the schedule or of the choice', () => {
    fc.assert(
      fc.property(anyRule, choice, anyRule, choice, (before, first, after, second) => {
        const changed = { ...after, start: addDays(at(before, 4).date, 1), firstNumber: 5 }
        let servedTo: CalendarDate | undefined
        const all = Array.from({ length: 12 }, (_, index) => {
          const [one, period] = index < 4 ? ([before, first] as const) : ([changed, second] as const)
          const found = servicePeriodOf(one, at(one, index + 1), period, servedTo)
          servedTo = found.to
          return found
        })
        for (const [index, { from, to }] of all.entries()) {
          expect(from <= to).toBe(true)
          if (index > 0) expect(from > (all[index - 1]?.to ?? '')).toBe(true)
        }
      }),
    )
  })

  it('take the rest of a period that is invoiced in part, and the next of one that is invoiced', () => {
    const monthly: Rule = { ...rule, start: '2027-04-01', firstNumber: 2 }
    const april = { number: 2, date: '2027-04-01', until: '2027-04-30' }
    const of = (servedTo: CalendarDate) => servicePeriodOf(monthly, april, 'current', servedTo)
    expect(of('2027-04-10')).toEqual({ from: '2027-04-11', to: '2027-04-30' })
    expect(of('2027-06-30')).toEqual({ from: '2027-07-01', to: '2027-07-31' })
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
