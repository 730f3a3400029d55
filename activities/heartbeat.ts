import { Context } from '@temporalio/activity'

const EVERY_MS = 5_000

/** Each heartbeat repeats the last details of the activity. */
const lastDetails = new WeakMap<Context, unknown>()

/**
 * Shows the number of parsed rows to operators in the Temporal UI.
 *
 * @throws CancelledFailure when the activity is cancelled, or the try has timed out
 */
export function reportProgress(rows: number): void {
  const context = Context.current()
  context.cancellationSignal.throwIfAborted()
  const details = { parsed: rows }
  lastDetails.set(context, details)
  context.heartbeat(details)
}

/** Adds a heartbeat every five seconds. The next try then starts soon after a worker stops. */
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
