/** Joins concurrent reads of one key. A read never serves a caller that came after its start. */
export function createSharedReads<Key, Value>(
  read: (key: Key) => Promise<Value>,
): (key: Key) => Promise<Value> {
  const running = new Map<Key, Promise<Value>>()
  const waiting = new Map<Key, Promise<Value>>()

  function start(key: Key): Promise<Value> {
    waiting.delete(key)
    const reading = read(key).finally(() => {
      if (running.get(key) === reading) running.delete(key)
    })
    running.set(key, reading)
    return reading
  }

  return (key) => {
    const earlier = running.get(key)
    if (!earlier) return start(key)
    const joined = waiting.get(key)
    if (joined) return joined
    const startNext = () => start(key)
    const next = earlier.then(startNext, startNext)
    waiting.set(key, next)
    return next
  }
}
