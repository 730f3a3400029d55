export interface Alarm {
  /** Reads the next due instant. Must be called after work was added. */
  arm: () => void
  /** Stops the timer for ever. */
  close: () => void
}

/**
 * Calls `ring` at the earliest due instant of stored work.
 *
 * @param nextDueAt reads milliseconds since 1970; undefined without work
 */
export function createAlarm(nextDueAt: () => number | undefined, ring: () => void): Alarm {
  // Node's timers overflow after this many milliseconds. An early call only reads the due instant again.
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
