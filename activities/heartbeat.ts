import { Context } from '@temporalio/activity'

const EVERY_MS = 5_000

/** The last details of each running activity. A heartbeat without details would delete them. */
const lastDetails = new WeakMap<Context, unknown>()

/**
 * Reports how many rows are parsed, for operators in the Temporal UI.
 *
 * @throws CancelledFailure when the activity is cancelled, or its try has timed out
 */
export function reportProgress(rows: number): void {
  const context = Context.current()
  context.cancellationSignal.throwIfAborted()
  const details = { parsed: rows }
  lastDetails.set(context, details)
  context.heartbeat(details)
}

/** Adds a heartbeat every five seconds: after a worker's death Temporal soon starts the next try. */
export function withHeartbeat<I, O>(work: (input: I) => Promise<O>): (input: I) => Promise<O> {
  return async (input) => {
    const context = Context.current()
    const timer = setInterval(() => context.heartbeat(lastDetails.get(context)), EVERY_MS)
    const stop = () => clearInterval(timer)
    context.cancellationSignal.addEventListener('abort', stop, { once: true })
    try {
      return await work(input)
    } finally {
      stop()
    }
  }
}
