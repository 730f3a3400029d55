import { describe, expect, it } from 'vitest'
import { unknownPlaceholder } from '../shared/placeholders.ts'
import { localeOf } from '../texts/locale.ts'
import { occurrenceOf } from './occurrences.ts'
import { PERIOD_PLACEHOLDERS, renderPeriodTexts } from './period.ts'
import type { Rule } from './rule.ts'

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
