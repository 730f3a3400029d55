import { expect, it } from 'vitest'
import { createKeyedLimiter, LimiterTimeoutError } from './keyed-limiter.ts'

it('lets so many in at once for each key, and the others in their order', async () => {
  const lanes = createKeyedLimiter(2, 60_000)
  const begun: number[] = []
  const ends: (() => void)[] = []
  const runs = [0, 1, 2, 3].map((index) =>
    lanes('a', async () => {
      begun.push(index)
      await new Promise<void>((resolve) => ends.push(resolve))
    }),
  )
  await lanes('b', async () => undefined)
  expect(begun).toEqual([0, 1])
  for (const [index, run] of runs.entries()) {
    ends[index]?.()
    await run
  }
  expect(begun).toEqual([0, 1, 2, 3])
})

it('goes on after a failure', async () => {
  const lanes = createKeyedLimiter(1, 60_000)
  const failing = lanes('a', async () => Promise.reject(new Error('no')))
  const next = lanes('a', async () => 'done')
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('done')
})

it('turns away whoever has waited for long enough, and never does their work', async () => {
  const lanes = createKeyedLimiter(1, 1)
  let end = () => {}
  const first = lanes('a', () => new Promise<void>((resolve) => (end = resolve)))
  let isDone = false
  const second = lanes('a', async () => (isDone = true))
  await expect(second).rejects.toThrow(LimiterTimeoutError)
  end()
  await first
  expect(await lanes('a', async () => isDone)).toBe(false)
})
