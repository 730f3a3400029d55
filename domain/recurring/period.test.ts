import { describe, expect, it } from 'vitest'
import { periodOf, unknownPeriodPlaceholder, wordsFor } from './period.ts'
import type { Rule } from './rule.ts'

const rule: Rule = { every: 1, unit: 'month', start: '2027-01-31', firstNumber: 1 }

describe('the period of an occurrence', () => {
  it('goes from its date to the day before the next one’s', () => {
    expect(periodOf(rule, 1)).toEqual({ start: '2027-01-31', end: '2027-02-27' })
    expect(periodOf(rule, 2)).toEqual({ start: '2027-02-28', end: '2027-03-30' })
  })

  it('has one after the last occurrence too', () => {
    expect(periodOf({ ...rule, end: { count: 1 } }, 1).end).toBe('2027-02-27')
  })
})

describe('the words of a plan', () => {
  it('are filled in wherever they stand', () => {
    const filled = wordsFor(
      {
        description: 'Rent {month} {year}, no. {occurrence}',
        instructions: 'For {period}',
        lines: [{ description: '{period_start} to {period_end}', quantity: '1', unitAmount: '100' }],
      },
      3,
      { start: '2027-03-31', end: '2027-04-29' },
    )
    expect(filled.description).toBe('Rent March 2027, no. 3')
    expect(filled.instructions).toBe('For 31 March 2027 – 29 April 2027')
    expect(filled.lines).toEqual([
      { description: '31 March 2027 to 29 April 2027', quantity: '1', unitAmount: '100' },
    ])
  })

  it('are not read again once filled in, and other braces are left alone', () => {
    const words = { description: '{{month}} { } {', lines: [] }
    expect(wordsFor(words, 1, { start: '2027-03-31', end: '2027-04-29' }).description).toBe('{March} { } {')
  })

  it('name only what there is', () => {
    expect(unknownPeriodPlaceholder('{month} {amount}')).toBe('amount')
    expect(unknownPeriodPlaceholder('{period} {}')).toBe('')
    expect(unknownPeriodPlaceholder('{period} { year')).toBeUndefined()
  })
})
