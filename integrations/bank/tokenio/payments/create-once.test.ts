import { describe, expect, it, vi } from 'vitest'
import { RailUnavailableError } from '../../rail.ts'
import { NotSentError } from '../http/client.ts'
import { createIdempotent } from './create-once.ts'

function createApi() {
  const stored: string[] = []
  const api = {
    stored,
    sent: 0,
    failure: undefined as Error | undefined,
    find: async () => stored[0],
    send: async () => {
      api.sent += 1
      if (api.failure) throw api.failure
      stored.push('thing')
      return 'thing'
    },
  }
  return api
}

describe('an idempotent creation', () => {
  it('sends one request for concurrent and later calls with the same key', async () => {
    const api = createApi()
    const once = createIdempotent<string>(1_000)
    expect(await Promise.all([once('key', api), once('key', api)])).toEqual(['thing', 'thing'])
    expect(await once('key', api)).toBe('thing')
    expect(api.sent).toBe(1)
  })

  it('searches without sending while an earlier request can still arrive', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const api = createApi()
    const once = createIdempotent<string>(1_000)
    api.failure = new RailUnavailableError('no answer')
    await expect(once('key', api)).rejects.toThrow('no answer')
    api.failure = undefined
    await expect(once('key', api)).rejects.toThrow('may still arrive')
    expect(await once('another', { ...api, find: async () => undefined })).toBe('thing')
    expect(api.sent).toBe(2)
    api.stored.length = 0
    vi.setSystemTime(Date.now() + 1_000)
    expect(await once('key', api)).toBe('thing')
    expect(api.sent).toBe(3)
    vi.useRealTimers()
  })

  it('sends again at once when the first request was never sent', async () => {
    const api = createApi()
    const once = createIdempotent<string>(60_000)
    api.failure = new NotSentError('is unreachable')
    await expect(once('key', api)).rejects.toThrow('is unreachable')
    api.failure = undefined
    expect(await once('key', api)).toBe('thing')
  })

  it('returns the result when the request arrived and its answer was lost', async () => {
    const api = createApi()
    const lost = async () => {
      api.stored.push('thing')
      throw new RailUnavailableError('cut')
    }
    expect(await createIdempotent<string>(1_000)('key', { ...api, send: lost })).toBe('thing')
  })

  it('rejects at once after an internal error', async () => {
    const api = createApi()
    api.failure = new RangeError('ours')
    await expect(createIdempotent<string>(1_000)('key', api)).rejects.toThrow('ours')
  })
})
