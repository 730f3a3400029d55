import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateInZone, localTime } from '../shared/calendar.ts'
import { dateOf, fitsDay, hasOccurrence, occurrenceOf, occurrencesFrom } from './occurrences.ts'
import type { Rule } from './rule.ts'

const monthly: Rule = { every: 1, unit: 'month', start: '2027-01-31', firstNumber: 1 }

function dates(rule: Rule, count: number): string[] {
  return Array.from({ length: count }, (_, index) => dateOf(rule, rule.firstNumber + index))
}

describe('the dates of a rule', () => {
  it('computes the last day of a short month, and the 31st again after it', () => {
    expect(dates(monthly, 5)).toEqual(['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30', '2027-05-31'])
    expect(dateOf(monthly, 14)).toBe('2028-02-29')
  })

  it.each([
    ['quarters', { every: 1, unit: 'quarter', start: '2027-11-30' }, ['2028-02-29', '2028-05-30']],
    ['years from a leap day', { every: 1, unit: 'year', start: '2028-02-29' }, ['2029-02-28', '2030-02-28']],
    ['every five months', { every: 5, unit: 'month', start: '2027-10-31' }, ['2028-03-31', '2028-08-31']],
    ['every two weeks', { every: 2, unit: 'week', start: '2027-03-15' }, ['2027-03-29', '2027-04-12']],
    [
      'the 31st from a February',
      { every: 1, unit: 'month', start: '2027-02-28', day: 31 },
      ['2027-03-31', '2027-04-30'],
    ],
  ] as const)('computes the dates for %s', (_, rule, next) => {
    expect(dates({ ...rule, firstNumber: 1 }, 3)).toEqual([rule.start, ...next])
  })

  it('counts occurrences from the first number of a changed rule', () => {
    expect(dateOf({ ...monthly, start: '2027-08-15', firstNumber: 7 }, 8)).toBe('2027-09-15')
  })

  it('ends with the end date or the end count, both inclusive', () => {
    const byDate = { ...monthly, end: { date: '2027-03-31' } }
    expect([3, 4].map((number) => hasOccurrence(byDate, number))).toEqual([true, false])
    const byCount = { ...monthly, end: { count: 2 } }
    expect([2, 3].map((number) => hasOccurrence(byCount, number))).toEqual([true, false])
    const timetable = { rule: byCount, time: '09:00', timeZone: 'UTC' }
    expect(occurrencesFrom(timetable, 1, 12)).toMatchObject({ occurrences: [{}, {}], complete: true })
    expect(occurrencesFrom(timetable, 1, 1).complete).toBe(false)
    expect(occurrencesFrom(timetable, 3, 12)).toEqual({ occurrences: [], complete: true })
  })

  it('allows a day only where the start’s month is too short for it', () => {
    expect(fitsDay('2027-02-28', 31)).toBe(true)
    expect(fitsDay('2027-02-28', 28)).toBe(true)
    expect(fitsDay('2027-02-27', 31)).toBe(false)
    expect(fitsDay('2027-03-31', 30)).toBe(false)
  })
})

describe('the instant of an occurrence', () => {
  const inCopenhagen = (start: string, time: string) =>
    localTime(
      occurrenceOf(
        { rule: { every: 1, unit: 'week', start, firstNumber: 1 }, time, timeZone: 'Europe/Copenhagen' },
        1,
      ).at,
      'Europe/Copenhagen',
    )

  it('computes an hour later if the clocks skip the time, and the first of two if they repeat it', () => {
    expect(inCopenhagen('2027-03-28', '02:30')).toBe('2027-03-28T03:30:00+02:00')
    expect(inCopenhagen('2027-10-31', '02:30')).toBe('2027-10-31T02:30:00+02:00')
  })
})

const ZONES = ['Europe/Copenhagen', 'America/Sao_Paulo', 'America/New_York', 'Africa/Cairo', 'Pacific/Apia']

const anyDate = fc
  .integer({ min: 0, max: 20_000 })
  .map((days) => new Date(Date.UTC(2024, 0, 1) + days * 86_400_000).toISOString().slice(0, 10))

const anyRule = fc.record({
  every: fc.integer({ min: 1, max: 24 }),
  unit: fc.constantFrom('week' as const, 'month' as const, 'quarter' as const, 'year' as const),
  start: anyDate,
  firstNumber: fc.integer({ min: 1, max: 50 }),
})

describe('a random rule', () => {
  it('computes ascending dates and instants, each instant on its date', () => {
    const zone = fc.constantFrom(...ZONES)
    const time = fc.constantFrom('00:00', '00:30', '02:30', '09:00', '23:59')
    fc.assert(
      fc.property(anyRule, zone, time, (rule, timeZone, timeOfDay) => {
        const { occurrences } = occurrencesFrom({ rule, time: timeOfDay, timeZone }, rule.firstNumber, 40)
        for (const [index, { date, at }] of occurrences.entries()) {
          const before = occurrences[index - 1]
          if (before) expect(date > before.date && at > before.at).toBe(true)
          expect(dateInZone(at, timeZone)).toBe(date)
        }
      }),
    )
  })

  it('skips no month, and keeps the start’s day or the month’s last day', () => {
    fc.assert(
      fc.property(anyRule, fc.integer({ min: 0, max: 200 }), (rule, steps) => {
        if (rule.unit === 'week') return
        const date = dateOf(rule, rule.firstNumber + steps)
        const months = rule.every * steps * { month: 1, quarter: 3, year: 12 }[rule.unit]
        const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
        const [firstYear = 0, firstMonth = 0, firstDay = 0] = rule.start.split('-').map(Number)
        expect(year * 12 + month).toBe(firstYear * 12 + firstMonth + months)
        expect(day).toBe(Math.min(firstDay, new Date(Date.UTC(year, month, 0)).getUTCDate()))
      }),
    )
  })

  it('keeps the weekday of the start in weeks', () => {
    fc.assert(
      fc.property(anyRule, fc.integer({ min: 0, max: 200 }), ({ unit: _, ...rule }, steps) => {
        const date = dateOf({ ...rule, unit: 'week' }, rule.firstNumber + steps)
        expect((Date.parse(date) - Date.parse(rule.start)) / 86_400_000).toBe(7 * rule.every * steps)
      }),
    )
  })
})
