import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { liveThrough, NEXT_YEAR } from '../recurring-years.ts'
import { createTestWorld } from '../test-world.ts'
import type { World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(async () => world.close())

/** Every fourteenth day, by other arithmetic than the plan's. */
const FORTNIGHTS = Array.from({ length: 52 }, (_, index) =>
  new Date(Date.UTC(NEXT_YEAR, 0, 4 + 14 * index)).toISOString().slice(0, 10),
)

describe('two years of every two weeks, moved by the test clock', { timeout: 120_000 }, () => {
  it('across four changes of the clocks: every fourteenth day, at nine, one invoice each', async () => {
    const interval = { every: 2, unit: 'week' }
    expect(await liveThrough(world, 'Europe/Copenhagen', interval, FORTNIGHTS)).toEqual([7, 8])
  })
})
