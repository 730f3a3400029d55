import { setImmediate } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { createSharedReads } from './shared-reads.ts'

function setUp() {
  const reads: PromiseWithResolvers<string>[] = []
  const shared = createSharedReads(async (_key: string) => {
    const read = Promise.withResolvers<string>()
    reads.push(read)
    return read.promise
  })
  return { reads, shared }
}

describe('shared reads', () => {
  it('start one more read for all callers that come during a read', async () => {
    const { reads, shared } = setUp()
    const first = shared('a')
    await setImmediate()
    const later = [shared('a'), shared('a'), shared('a')]
    await setImmediate()
    expect(reads).toHaveLength(1)
    reads[0]?.resolve('before')
    expect(await first).toBe('before')
    await vi.waitFor(() => expect(reads).toHaveLength(2))
    reads[1]?.resolve('after')
    expect(await Promise.all(later)).toEqual(['after', 'after', 'after'])
    expect(reads).toHaveLength(2)
  })

  it('start one read for all callers that come together', async () => {
    const { reads, shared } = setUp()
    const together = [shared('a'), shared('a')]
    await setImmediate()
    expect(reads).toHaveLength(1)
    reads[0]?.resolve('one')
    expect(await Promise.all(together)).toEqual(['one', 'one'])
  })

  it('read again after a failure, which only its own callers see', async () => {
    const { reads, shared } = setUp()
    const first = shared('a')
    await setImmediate()
    const later = shared('a')
    reads[0]?.reject(new Error('away'))
    await expect(first).rejects.toThrow('away')
    await vi.waitFor(() => expect(reads).toHaveLength(2))
    reads[1]?.resolve('back')
    expect(await later).toBe('back')
  })

  it('keep keys apart, and begin a read of their own when none is running', async () => {
    const { reads, shared } = setUp()
    const [a, b] = [shared('a'), shared('b')]
    await setImmediate()
    expect(reads).toHaveLength(2)
    reads[0]?.resolve('1')
    reads[1]?.resolve('2')
    expect(await Promise.all([a, b])).toEqual(['1', '2'])
    const again = shared('a')
    await setImmediate()
    expect(reads).toHaveLength(3)
    reads[2]?.resolve('3')
    expect(await again).toBe('3')
  })
})
