import { Context } from '@temporalio/activity'

const EVERY_MS = 5_000

const lastDetails = new WeakMap<Context, unknown>()

/** @throws CancelledFailure when the activity is cancelled */
export function reportProgress(rows: number): void {
  const context = Context.current()
  context.cancellationSignal.throwIfAborted()
  const details = { parsed: rows }
  lastDetails.set(context, details)
  context.heartbeat(details)
}

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
