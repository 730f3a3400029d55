/** Whoever waits has waited for long enough. Nothing was done, and nothing will be. */
export class LimiterTimeoutError extends Error {
  override name = 'LaneBusyError'
}

interface Waiting {
  enter: () => void
}

/**
 * At most so many pieces of work at once for each key; the others wait, in the order they came, but no longer than so
 * many milliseconds. Temporal lets a run take ten updates at a time and turns the rest away, to come back after a second
 * or more: waiting here is shorter.
 */
export function createKeyedLimiter(
  most: number,
  waitMs: number,
): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const lanes = new Map<string, { busy: number; waiting: Set<Waiting> }>()
  /** @throws LaneBusyError */
  return async (key, work) => {
    const lane = lanes.get(key) ?? { busy: 0, waiting: new Set() }
    lanes.set(key, lane)
    if (lane.busy >= most) await room(lane.waiting, waitMs)
    else lane.busy += 1
    try {
      return await work()
    } finally {
      // Whoever waits takes the place over; the last to leave closes the lane.
      const [next] = lane.waiting
      if (next) next.enter()
      else lane.busy -= 1
      if (lane.busy === 0) lanes.delete(key)
    }
  }
}

function room(waiting: Set<Waiting>, waitMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const self: Waiting = {
      enter() {
        leave()
        resolve()
      },
    }
    const timer = setTimeout(() => {
      leave()
      reject(new LimiterTimeoutError(`no room within ${waitMs} ms`))
    }, waitMs)
    function leave() {
      clearTimeout(timer)
      waiting.delete(self)
    }
    waiting.add(self)
  })
}
