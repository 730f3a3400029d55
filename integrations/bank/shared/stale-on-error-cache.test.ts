import { afterEach, describe, expect, it, vi } from 'vitest'
import { createStaleOnErrorCache } from './stale-on-error-cache.ts'

describe('a list that is kept', () => {
  afterEach(() => vi.useRealTimers())

  it('is read once for all who ask at the same time, by currency', async () => {
    let reads = 0
    const lists = createStaleOnErrorCache(async (currency) => `${currency} ${(reads += 1)}`)
    expect(await Promise.all([lists.get('GBP'), lists.get('EUR'), lists.get('GBP')])).toEqual([
      'GBP 1',
      'EUR 2',
      'GBP 1',
    ])
    expect(await lists.get('GBP')).toBe('GBP 1')
    expect(lists.last('EUR')).toBe('EUR 2')
  })

  it('is read again after five minutes, and goes on as it was where it cannot be', async () => {
    vi.useFakeTimers()
    const answers = ['first', new Error('status 500'), 'third']
    const log = vi.fn<(facts: Record<string, string | number>, sentence: string) => void>()
    const lists = createStaleOnErrorCache(async () => {
      const answer = answers.shift()
      if (answer instanceof Error) throw answer
      return answer
    }, log)
    const get = () => lists.get('GBP')
    expect(await get()).toBe('first')
    vi.advanceTimersByTime(5 * 60_000)
    expect(await get()).toBe('first')
    expect(log).toHaveBeenCalledWith({ currency: 'GBP', reason: 'status 500' }, expect.any(String))
    expect(await get()).toBe('first')
    vi.advanceTimersByTime(5 * 60_000)
    expect(await get()).toBe('third')
    expect(log).toHaveBeenCalledTimes(1)
  })

  it('fails, and is asked for anew, where there never was one', async () => {
    const answers: (string | Error)[] = [new Error('status 500'), 'second']
    const lists = createStaleOnErrorCache(async () => {
      const answer = answers.shift()
      if (answer instanceof Error) throw answer
      return answer
    })
    await expect(lists.get('GBP')).rejects.toThrow('status 500')
    expect(await lists.get('GBP')).toBe('second')
  })
})
