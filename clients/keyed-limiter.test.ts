import { expect, it } from 'vitest'
import { createKeyedLimiter, LimiterTimeoutError } from './keyed-limiter.ts'

it('runs two calls of a key at once and the others in the order of their arrival', async () => {
  const limit = createKeyedLimiter(2, 60_000)
  const started: number[] = []
  const ends: (() => void)[] = []
  const calls = [0, 1, 2, 3].map((index) =>
    limit('a', async () => {
      started.push(index)
      await new Promise<void>((resolve) => ends.push(resolve))
    }),
  )
  await limit('b', async () => undefined)
  expect(started).toEqual([0, 1])
  for (const [index, call] of calls.entries()) {
    ends[index]?.()
    await call
  }
  expect(started).toEqual([0, 1, 2, 3])
})

it('runs the next call of a key after a call failed', async () => {
  const limit = createKeyedLimiter(1, 60_000)
  const failing = limit('a', async () => Promise.reject(new Error('no')))
  const next = limit('a', async () => 'done')
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('done')
})

it('rejects a call that waited too long and never runs its work', async () => {
  const limit = createKeyedLimiter(1, 1)
  let end = () => {}
  const first = limit('a', () => new Promise<void>((resolve) => (end = resolve)))
  let isDone = false
  const second = limit('a', async () => (isDone = true))
  await expect(second).rejects.toThrow(LimiterTimeoutError)
  end()
  await first
  expect(await limit('a', async () => isDone)).toBe(false)
})
