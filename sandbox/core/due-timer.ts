export interface Alarm {
  /** The caller must call `arm` after new work. */
  arm: () => void
  /** A later `arm` has no effect. */
  close: () => void
}

/**
 * `ring` runs at the earliest due instant of stored work, and can run earlier.
 *
 * @param nextDueAt reads milliseconds since 1970; undefined without work
 */
export function createAlarm(nextDueAt: () => number | undefined, ring: () => void): Alarm {
  // Node sets a longer delay to one millisecond.
  // https://nodejs.org/api/timers.html#settimeoutcallback-delay-args
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
