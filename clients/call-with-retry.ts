import { setTimeout as wait } from 'node:timers/promises'
import {
  isGrpcServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client'

/** Temporal, or every worker, is away. */
export class TemporalUnavailableError extends Error {
  override name = 'TemporalUnavailableError'
}

/** gRPC codes after which the same may be tried again. */
const NOT_FOUND = 5
const RESOURCE_EXHAUSTED = 8
/** A task that took the update could not be completed, as something else came in the meantime. */
const FAILED_PRECONDITION = 9
const ABORTED = 10
const TRY_AGAIN = new Set([NOT_FOUND, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED])
const FIRST_PAUSE_MS = 30
const LONGEST_PAUSE_MS = 500

/**
 * A run that ends in the moment it is asked is asked again, and the call starts a new run. One that is asked more at
 * once than Temporal lets it take (ten updates) is asked again until there is room or the time is over: whoever asks
 * waits in a queue. Everything else that is Temporal's own is told as one error.
 *
 * @param deadline milliseconds since 1970
 */
export async function callWithRetry<T>(deadline: number, call: () => Promise<T>): Promise<T> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await call()
    } catch (error) {
      const code = grpcCode(error)
      const busy = (code !== undefined && TRY_AGAIN.has(code)) || isUnprocessed(error)
      // Spread, so that those who were turned away together do not come back together.
      if (busy && Date.now() + pause < deadline) await wait(pause * (0.5 + Math.random()))
      else if (busy || code !== undefined || error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
        throw new TemporalUnavailableError('Temporal or its worker does not answer', { cause: error })
      } else throw error
    }
  }
}

/** The task that brought the update to a worker was lost: the update was never taken, and may come again. */
function isUnprocessed(error: unknown): boolean {
  return (
    error instanceof WorkflowUpdateFailedError &&
    /wasn't processed by worker/.test(error.cause?.message ?? '')
  )
}

function grpcCode(error: unknown): number | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isGrpcServiceError(cause)) return cause.code
  }
  return undefined
}
