import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RailLog } from '../rail.ts'
import { createStaleOnErrorCache } from './stale-on-error-cache.ts'

const FIVE_MINUTES_MS = 5 * 60_000

function sourceOf(...answers: (string | Error)[]) {
  return async () => {
    const answer = answers.shift() ?? new Error('read too often')
    if (answer instanceof Error) throw answer
    return [answer]
  }
}

describe('the list cache', () => {
  afterEach(() => vi.useRealTimers())

  it('shares one read of a list between concurrent callers', async () => {
    const lists = createStaleOnErrorCache('tokenio', sourceOf('first', 'second'))
    expect(await Promise.all([lists.get('GBP'), lists.get('GBP')])).toEqual([['first'], ['first']])
    expect(await lists.get('EUR')).toEqual(['second'])
  })

  it('keeps the last list for five more minutes after a failed read, and logs the failure once', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const log = vi.fn<RailLog>()
    const lists = createStaleOnErrorCache('tokenio', sourceOf('first', new Error('status 500'), 'third'), log)
    expect(await lists.get('GBP')).toEqual(['first'])
    vi.setSystemTime(Date.now() + FIVE_MINUTES_MS + 1)
    expect(lists.last('GBP')).toEqual(['first'])
    expect(await lists.get('GBP')).toEqual(['first'])
    expect(await lists.get('GBP')).toEqual(['first'])
    expect(log).toHaveBeenCalledExactlyOnceWith(
      { rail: 'tokenio', currency: 'GBP', reason: 'status 500' },
      'rail.banks_unavailable',
    )
    vi.setSystemTime(Date.now() + FIVE_MINUTES_MS + 1)
    expect(await lists.get('GBP')).toEqual(['third'])
  })

  it('rejects when the first read fails, and reads again for the next caller', async () => {
    const lists = createStaleOnErrorCache('tokenio', sourceOf(new Error('status 500'), 'second'))
    await expect(lists.get('GBP')).rejects.toThrow('status 500')
    expect(lists.last('GBP')).toBeUndefined()
    expect(await lists.get('GBP')).toEqual(['second'])
  })
})
