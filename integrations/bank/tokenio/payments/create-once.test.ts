import { describe, expect, it, vi } from 'vitest'
import { RailUnavailableError } from '../../rail.ts'
import { NotSentError } from '../http/client.ts'
import { createIdempotent } from './create-once.ts'

/** Another side that keeps what was sent, and whose answers are lost until told otherwise. */
function otherSide() {
  const kept: string[] = []
  const side = {
    kept,
    sent: 0,
    trouble: undefined as Error | undefined,
    find: async () => kept[0],
    send: async () => {
      side.sent += 1
      if (side.trouble) throw side.trouble
      kept.push('thing')
      return 'thing'
    },
  }
  return side
}

describe('creating something once', () => {
  it('sends it once for all who ask at the same time, and looks for it later', async () => {
    const side = otherSide()
    const once = createIdempotent<string>(1_000)
    expect(await Promise.all([once('key', side), once('key', side)])).toEqual(['thing', 'thing'])
    expect(await once('key', side)).toBe('thing')
    expect(side.sent).toBe(1)
  })

  it('only looks for a while when the outcome is not known', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const side = otherSide()
    const once = createIdempotent<string>(1_000)
    side.trouble = new RailUnavailableError('no answer')
    await expect(once('key', side)).rejects.toThrow('no answer')
    side.trouble = undefined
    await expect(once('key', side)).rejects.toThrow('may still arrive')
    expect(await once('another', { ...side, find: async () => undefined })).toBe('thing')
    expect(side.sent).toBe(2)
    side.kept.length = 0
    vi.setSystemTime(Date.now() + 1_000)
    expect(await once('key', side)).toBe('thing')
    expect(side.sent).toBe(3)
    vi.useRealTimers()
  })

  it('sends again at once what was never sent', async () => {
    const side = otherSide()
    const once = createIdempotent<string>(60_000)
    side.trouble = new NotSentError('cannot be reached')
    await expect(once('key', side)).rejects.toThrow('cannot be reached')
    side.trouble = undefined
    expect(await once('key', side)).toBe('thing')
  })

  it('answers with what arrived all the same', async () => {
    const side = otherSide()
    const lost = async () => {
      side.kept.push('thing')
      throw new RailUnavailableError('cut')
    }
    expect(await createIdempotent<string>(1_000)('key', { ...side, send: lost })).toBe('thing')
  })

  it('neither looks nor waits after a mistake of ours', async () => {
    const side = otherSide()
    side.trouble = new RangeError('ours')
    await expect(createIdempotent<string>(1_000)('key', side)).rejects.toThrow('ours')
  })
})
