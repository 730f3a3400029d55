/**
 * At most so many pieces of work at once for each key; the others wait, in the order they came. Temporal lets a run
 * take ten updates at a time and turns the rest away, to come back after a second or more: waiting here is shorter.
 */
export function createLanes(most: number): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const lanes = new Map<string, { busy: number; waiting: (() => void)[] }>()
  return async (key, work) => {
    const lane = lanes.get(key) ?? { busy: 0, waiting: [] }
    lanes.set(key, lane)
    if (lane.busy >= most) await new Promise<void>((resolve) => lane.waiting.push(resolve))
    else lane.busy += 1
    try {
      return await work()
    } finally {
      // Whoever waits takes the place over; the last to leave closes the lane.
      const next = lane.waiting.shift()
      if (next) next()
      else lane.busy -= 1
      if (lane.busy === 0) lanes.delete(key)
    }
  }
}
