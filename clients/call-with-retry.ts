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

export class TemporalUnavailableError extends Error {
  override name = 'TemporalUnavailableError'
  /** False means that no request was sent. */
  readonly mayBeExecuted: boolean
  readonly isOutage: boolean

  constructor(
    message: string,
    { mayBeExecuted = true, isOutage = false, ...options }: ErrorOptions & Circumstances = {},
  ) {
    super(message, options)
    this.mayBeExecuted = mayBeExecuted
    this.isOutage = isOutage
  }
}

interface Circumstances {
  mayBeExecuted?: boolean
  isOutage?: boolean
}

export type ServerState = Pick<Outage, 'isKnown' | 'isRecovering' | 'onStart'>

const RETRYABLE = new Set([NOT_FOUND, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED])
const MIN_PAUSE_MS = 30
const MAX_PAUSE_MS = 500
const UNREACHABLE_WAIT_MS = 5_000

/**
 * @param deadline milliseconds since 1970
 *
 * @throws TemporalUnavailableError
 */
export async function callWithRetry<T>(
  deadline: number,
  outage: ServerState,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  let unreachableSince: number | undefined
  let lastError: unknown
  for (let pauseMs = MIN_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
    if (outage.isKnown) throw unavailable(lastError)
    const abort = new AbortController()
    const removeListener = outage.onStart(() => abort.abort())
    try {
      return await call(abort.signal)
    } catch (error) {
      lastError = error
      const code = grpcCode(error)
      const isUnreachable = code === UNAVAILABLE
      unreachableSince = isUnreachable ? (unreachableSince ?? Date.now()) : undefined
      const isRetryable = isUnreachable || (code !== undefined && RETRYABLE.has(code)) || isUnprocessed(error)
      const until = Math.min(deadline, (unreachableSince ?? deadline) + UNREACHABLE_WAIT_MS)
      if (isRetryable && !outage.isKnown && Date.now() + pauseMs < until) {
        await wait(pauseMs * (0.5 + Math.random()))
      } else if (
        isRetryable ||
        code !== undefined ||
        error instanceof WorkflowUpdateRPCTimeoutOrCancelledError
      ) {
        throw unavailable(error)
      } else throw error
    } finally {
      removeListener()
    }
  }

  function unavailable(cause: unknown): TemporalUnavailableError {
    const text = outage.isKnown ? 'Temporal does not answer' : 'Temporal or its worker does not answer'
    const mayBeExecuted = cause !== undefined
    const isOutage = outage.isKnown || outage.isRecovering
    return new TemporalUnavailableError(text, { cause, mayBeExecuted, isOutage })
  }
}

function isUnprocessed(error: unknown): boolean {
  return (
    error instanceof WorkflowUpdateFailedError &&
    /wasn't processed by worker/.test(error.cause?.message ?? '')
  )
}
