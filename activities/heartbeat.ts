import { Context } from '@temporalio/activity'

const EVERY_MS = 5_000

/** A heartbeat replaces the details, so each heartbeat repeats the last details. */
const lastDetails = new WeakMap<Context, unknown>()

/**
 * Shows the number of parsed rows to operators in the Temporal UI.
 *
 * @throws CancelledFailure when the activity is cancelled, for example after a timeout
 */
export function reportProgress(rows: number): void {
  const context = Context.current()
  context.cancellationSignal.throwIfAborted()
  const details = { parsed: rows }
  lastDetails.set(context, details)
  context.heartbeat(details)
}

/** Adds heartbeats, so that the heartbeat timeout ends a try whose worker stopped. */
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
