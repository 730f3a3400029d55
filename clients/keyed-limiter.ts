import { Semaphore, type SemaphoreInterface, withTimeout } from 'async-mutex'

/** The error means that the work has not run. */
export class LimiterTimeoutError extends Error {
  override name = 'LimiterTimeoutError'
}

/** @param waitMs milliseconds */
export function createKeyedLimiter(
  maxConcurrent: number,
  waitMs: number,
): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const limits = new Map<string, { semaphore: SemaphoreInterface; users: number }>()
  return async (key, work) => {
    const limit = limits.get(key) ?? { semaphore: createSemaphore(maxConcurrent, waitMs), users: 0 }
    limits.set(key, limit)
    limit.users += 1
    try {
      return await limit.semaphore.runExclusive(work)
    } finally {
      limit.users -= 1
      if (limit.users === 0) limits.delete(key)
    }
  }
}

function createSemaphore(maxConcurrent: number, waitMs: number): SemaphoreInterface {
  const timeout = new LimiterTimeoutError(`no place became free within ${waitMs} ms`)
  return withTimeout(new Semaphore(maxConcurrent), waitMs, timeout)
}
