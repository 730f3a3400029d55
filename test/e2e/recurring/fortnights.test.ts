import { describe, expect, it } from 'vitest'
import { runSchedule, NEXT_YEAR } from './run-years.ts'
import { useWorld } from '../../support/test-harness.ts'

const COUNT = Number(process.env['FORTNIGHTS'] ?? 26)

const world = useWorld()

const DATES = Array.from({ length: COUNT }, (_, index) =>
  new Date(Date.UTC(NEXT_YEAR, 0, 4 + 14 * index)).toISOString().slice(0, 10),
)

describe(`${COUNT} occurrences every two weeks, moved by the test clock`, { timeout: 900_000 }, () => {
  it('issues every fourteenth day at nine across daylight saving changes', async () => {
    const interval = { every: 2, unit: 'week' }
    expect(await runSchedule(world, 'Europe/Copenhagen', interval, DATES)).toEqual([7, 8])
  })
})
