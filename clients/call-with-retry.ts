import { setTimeout as wait } from 'node:timers/promises'
import { WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client'
import {
  ABORTED,
  FAILED_PRECONDITION,
  grpcCode,
  NOT_FOUND,
  RESOURCE_EXHAUSTED,
  UNAVAILABLE,
} from './grpc-error.ts'
import type { Outage } from './outage.ts'

/** The call failed at Temporal, or got no answer in time. */
export class TemporalUnavailableError extends Error {
  override name = 'TemporalUnavailableError'
  /** `mayBeExecuted` is false if no request was sent. */
  readonly mayBeExecuted: boolean

  constructor(message: string, { mayBeExecuted = true, ...options }: ErrorOptions & Unsent = {}) {
    super(message, options)
    this.mayBeExecuted = mayBeExecuted
  }
}

interface Unsent {
  mayBeExecuted?: boolean
}

/**
 * A repetition can succeed after each code. `FAILED_PRECONDITION` can mean that a newer event came first.
 *
 * @see https://grpc.io/docs/guides/status-codes/
 */
const RETRYABLE = new Set([NOT_FOUND, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED])
const MIN_PAUSE_MS = 30
const MAX_PAUSE_MS = 500
/** Limits the retries of an unreachable server, so that requests soon get status 503. */
const UNREACHABLE_WAIT_MS = 3_000

/**
 * Retries a call until the deadline if the run ends or has too many updates. Retries an unreachable server
 * for at most three seconds. Makes no call in a known outage.
 *
 * @see https://docs.temporal.io/self-hosted-guide/defaults
 * @param deadline milliseconds since 1970
 * @param outage the state of the server, shared with other calls
 * @throws TemporalUnavailableError after the last retry, and for every other gRPC error
 */
export async function callWithRetry<T>(
  deadline: number,
  call: () => Promise<T>,
  outage?: Outage,
): Promise<T> {
  if (outage?.isKnown) {
    throw new TemporalUnavailableError('Temporal does not answer', { mayBeExecuted: false })
  }
  let unreachableSince: number | undefined
  for (let pauseMs = MIN_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
    try {
      const result = await call()
      outage?.noteAnswer()
      return result
    } catch (error) {
      const code = grpcCode(error)
      const isUnreachable = code === UNAVAILABLE
      unreachableSince = isUnreachable ? (unreachableSince ?? Date.now()) : undefined
      const isRetryable = isUnreachable || (code !== undefined && RETRYABLE.has(code)) || isUnprocessed(error)
      const until = Math.min(deadline, (unreachableSince ?? deadline) + UNREACHABLE_WAIT_MS)
      if (isRetryable && Date.now() + pauseMs < until) {
        // Random pauses spread calls that were refused at the same moment.
        await wait(pauseMs * (0.5 + Math.random()))
      } else if (
        isRetryable ||
        code !== undefined ||
        error instanceof WorkflowUpdateRPCTimeoutOrCancelledError
      ) {
        if (unreachableSince !== undefined) outage?.begin(unreachableSince)
        throw new TemporalUnavailableError('Temporal or its worker does not answer', { cause: error })
      } else throw error
    }
  }
}

/** No worker has processed the update, so a retry is safe. */
function isUnprocessed(error: unknown): boolean {
  return (
    error instanceof WorkflowUpdateFailedError &&
    /wasn't processed by worker/.test(error.cause?.message ?? '')
  )
}
