export interface Alarm {
  /** Sets the timer by the next due instant. The caller must call `arm` after new work. */
  arm: () => void
  /** Stops the timer. A later `arm` has no effect. */
  close: () => void
}

/**
 * Creates a timer that calls `ring` at the earliest due instant of stored work.
 *
 * @param nextDueAt reads milliseconds since 1970; undefined without work
 */
export function createAlarm(nextDueAt: () => number | undefined, ring: () => void): Alarm {
  // Node's timers overflow above the value. An early wake only reads the due instant again.
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
