import { setTimeout as wait } from 'node:timers/promises'
import { WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client'
import { ABORTED, FAILED_PRECONDITION, grpcCode, NOT_FOUND, RESOURCE_EXHAUSTED } from './grpc-error.ts'

/** Temporal, or every worker, did not answer in time. */
export class TemporalUnavailableError extends Error {
  override name = 'TemporalUnavailableError'
}

/**
 * Codes after which a repetition can succeed. `FAILED_PRECONDITION` can mean that a newer event came first.
 *
 * @see https://grpc.io/docs/guides/status-codes/
 */
const RETRYABLE = new Set([NOT_FOUND, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED])
const MIN_PAUSE_MS = 30
const MAX_PAUSE_MS = 500

/**
 * Retries a call until the deadline if the run ends now. Also retries while ten updates, the limit of a run,
 * are in progress.
 *
 * @see https://docs.temporal.io/self-hosted-guide/defaults
 * @param deadline milliseconds since 1970
 * @throws TemporalUnavailableError for every other error of Temporal
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

/** Checks for an update whose task was lost before a worker processed the update. A retry is safe. */
function isUnprocessed(error: unknown): boolean {
  return (
    error instanceof WorkflowUpdateFailedError &&
    /wasn't processed by worker/.test(error.cause?.message ?? '')
  )
}
