import { setTimeout as wait } from 'node:timers/promises'
import { WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client'
import { ABORTED, FAILED_PRECONDITION, grpcCode, NOT_FOUND, RESOURCE_EXHAUSTED } from './grpc-error.ts'

/** Temporal, or every worker, did not answer in time. */
export class TemporalUnavailableError extends Error {
  override name = 'TemporalUnavailableError'
}

/** `FAILED_PRECONDITION`: the task that accepted the update failed because a newer event arrived. */
const RETRYABLE = new Set([NOT_FOUND, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED])
const MIN_PAUSE_MS = 30
const MAX_PAUSE_MS = 500

/**
 * Retries a call until the deadline, mainly in two cases. The run ends at the same moment, and the retry starts a
 * new one. The run already has ten updates in progress, which is Temporal's limit.
 *
 * @param deadline milliseconds since 1970
 * @throws TemporalUnavailableError for every other error of Temporal itself
 */
export async function callWithRetry<T>(deadline: number, call: () => Promise<T>): Promise<T> {
  for (let pauseMs = MIN_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
    try {
      return await call()
    } catch (error) {
      const code = grpcCode(error)
      const isRetryable = (code !== undefined && RETRYABLE.has(code)) || isUnprocessed(error)
      if (isRetryable && Date.now() + pauseMs < deadline) {
        // Random pauses spread calls that were refused at the same moment.
        await wait(pauseMs * (0.5 + Math.random()))
      } else if (
        isRetryable ||
        code !== undefined ||
        error instanceof WorkflowUpdateRPCTimeoutOrCancelledError
      ) {
        throw new TemporalUnavailableError('Temporal or its worker does not answer', { cause: error })
      } else throw error
    }
  }
}

/** Temporal lost the task with the update before a worker processed it. A retry cannot run it twice. */
function isUnprocessed(error: unknown): boolean {
  return (
    error instanceof WorkflowUpdateFailedError &&
    /wasn't processed by worker/.test(error.cause?.message ?? '')
  )
}
