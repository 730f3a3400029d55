import { describe, expect, it } from 'vitest'
import { createBatcher } from './batcher.ts'

describe('a batcher', () => {
  it('does together what comes together, at most so many at once, and nothing twice', async () => {
    const batches: number[][] = []
    const add = createBatcher<number>(async (items) => void batches.push(items), { most: 4, waitMs: 1 })
    await Promise.all(Array.from({ length: 10 }, (_, index) => add(index)))
    expect(batches.flat()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(Math.max(...batches.map(({ length }) => length))).toBe(4)
    await add(10)
    expect(batches.at(-1)).toEqual([10])
  })

  it('tells everyone of a batch that it failed, and goes on with the next', async () => {
    let fails = true
    const add = createBatcher<number>(
      async () => {
        if (fails) throw new Error('away')
      },
      { most: 2, waitMs: 1 },
    )
    const results = await Promise.allSettled([add(1), add(2)])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    fails = false
    await expect(add(3)).resolves.toBeUndefined()
  })
})
