export interface Alarm {
  arm: () => void
  close: () => void
}

export function createAlarm(nextDueAt: () => number | undefined, ring: () => void): Alarm {
  // Node replaces a delay above 2147483647 milliseconds by one millisecond:
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
