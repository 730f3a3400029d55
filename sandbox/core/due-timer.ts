export interface Alarm {
  /** Looks again for the next due moment; call it whenever work was added. */
  arm: () => void
  /** No ring after this. */
  close: () => void
}

/** Runs one timer for the earliest due instant, in milliseconds since 1970, of stored work. */
export function createAlarm(nextDueAt: () => number | undefined, ring: () => void): Alarm {
  // Longer waits overflow Node's timer; waking early only looks again.
  const longestWaitMs = 2 ** 31 - 1
  let timer: NodeJS.Timeout | undefined
  let closed = false

  function arm(): void {
    clearTimeout(timer)
    if (closed) return
    const dueAt = nextDueAt()
    if (dueAt === undefined) return
    timer = setTimeout(wake, Math.min(Math.max(dueAt - Date.now(), 0), longestWaitMs))
  }

  function wake(): void {
    ring()
    arm()
  }

  return {
    arm,
    close: () => {
      closed = true
      clearTimeout(timer)
    },
  }
}
