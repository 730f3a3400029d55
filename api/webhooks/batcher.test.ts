import { describe, expect, it, vi } from 'vitest'
import { createBatcher } from './batcher.ts'

describe('createBatcher', () => {
  it('gives every item to the work once, in batches of at most four', async () => {
    const batches: number[][] = []
    const add = createBatcher<number>(async (items) => void batches.push([...items]), {
      maxItems: 4,
      waitMs: 1,
    })
    await Promise.all(Array.from({ length: 10 }, (_, index) => add(index)))
    expect(batches.flat()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(Math.max(...batches.map(({ length }) => length))).toBe(4)
    await add(10)
    expect(batches.at(-1)).toEqual([10])
  })

  it('rejects every item of a batch that fails and runs the next batch', async () => {
    let fails = true
    const add = createBatcher<number>(
      async () => {
        if (fails) throw new Error('away')
      },
      { maxItems: 2, waitMs: 1 },
    )
    const results = await Promise.allSettled([add(1), add(2)])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    fails = false
    await expect(add(3)).resolves.toBeUndefined()
  })

  it('collects items while a batch runs, and never runs two batches at once', async () => {
    const batches: number[][] = []
    let running = 0
    const released = Promise.withResolvers<void>()
    const add = createBatcher<number>(
      async (items) => {
        running += 1
        expect(running).toBe(1)
        batches.push([...items])
        if (batches.length === 1) await released.promise
        running -= 1
      },
      { maxItems: 100, waitMs: 1 },
    )
    const first = add(0)
    await vi.waitUntil(() => batches.length === 1, 60_000)
    const later = [1, 2, 3, 4, 5].map(add)
    released.resolve()
    await Promise.all([first, ...later])
    expect(batches).toEqual([[0], [1, 2, 3, 4, 5]])
  })
})
