import { expect, it } from 'vitest'
import { monthsFrom, monthsLater } from './calendar.ts'

it('gives each day of a month its weekday, from Monday, in leap years and over the end of a year', () => {
  const [december, january, february] = monthsFrom('2027-12-01', 3)
  expect(december?.weeks[0]).toEqual([
    undefined,
    undefined,
    '2027-12-01',
    '2027-12-02',
    '2027-12-03',
    '2027-12-04',
    '2027-12-05',
  ])
  expect(january?.first).toBe('2028-01-01')
  expect(january?.weeks).toHaveLength(6)
  expect(february?.weeks.flat().filter(Boolean)).toHaveLength(29)
  expect(monthsLater('2027-01-01', -1)).toBe('2026-12-01')
})
