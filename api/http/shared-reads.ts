import { setImmediate } from 'node:timers/promises'

/** Joins concurrent reads of one key. A read never serves a caller that came after its start. */
export function createSharedReads<Key, Value>(
  read: (key: Key) => Promise<Value>,
): (key: Key) => Promise<Value> {
  const running = new Map<Key, Promise<Value>>()
  const waiting = new Map<Key, Promise<Value>>()

  async function startNext(key: Key): Promise<Value> {
    const earlier = running.get(key)
    if (earlier) await earlier.catch(() => undefined)
    // All requests that have arrived together share a read.
    await setImmediate()
    waiting.delete(key)
    const reading = read(key).finally(() => running.delete(key))
    running.set(key, reading)
    return reading
  }

  return (key) => {
    const joined = waiting.get(key)
    if (joined) return joined
    const next = startNext(key)
    waiting.set(key, next)
    return next
  }
}
