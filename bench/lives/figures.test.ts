import { describe, expect, it } from 'vitest'
import { type Batch, FIGURES, median, pairedRatio, percentile } from './figures.ts'

describe('percentile', () => {
  it('returns the smallest value that the given share does not exceed', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect(percentile(values, 50)).toBe(50)
    expect(percentile(values, 99)).toBe(99)
  })

  it('returns the only value, and NaN for no values', () => {
    expect(percentile([7], 99)).toBe(7)
    expect(percentile([], 50)).toBeNaN()
  })
})

describe('median', () => {
  it('returns the middle value, or the mean of two', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 3, 2])).toBe(2.5)
  })
})

describe('pairedRatio', () => {
  it('compares within each round, so that a slow machine slows both', () => {
    expect(pairedRatio([10, 40, 33], [10, 40, 30])).toEqual({ median: 1, min: 1, max: 1.1 })
  })
})

describe('FIGURES', () => {
  const batch = (seconds: number, create: number): Batch => ({
    seconds,
    lives: [
      { id: '1', approvalUrl: '', create, press: 20, paid: 300 },
      { id: '2', approvalUrl: '', create: create + 1, press: 20, paid: 300 },
    ],
    cpuSeconds: { api: 0.2, worker: 0.1, temporal: 0, postgres: 0, sandbox: 0 },
    memoryBytes: { api: 100 * 2 ** 20, worker: 0, temporal: 0, postgres: 0, sandbox: 0 },
  })
  const valueOf = (name: string, batches: Batch[]) =>
    FIGURES.find((figure) => figure.name === name)?.of(batches)

  it('divides by the number of lives in all batches', () => {
    const batches = [batch(1, 10), batch(3, 30)]
    expect(valueOf('lives', batches)).toBe(1)
    expect(valueOf('create p50', batches)).toBe(11)
    expect(valueOf('create p99', batches)).toBe(31)
    expect(valueOf('CPU api + worker', batches)).toBeCloseTo(150)
    expect(valueOf('memory api', batches)).toBe(100)
  })
})
