import { Context } from '@temporalio/activity'

const EVERY_MS = 5_000

/** Shows operators, in Temporal's UI, how many rows are read. */
export function reportProgress(rows: number): void {
  Context.current().heartbeat({ staged: rows })
}

/** An activity that gives signs of life for as long as it works: when its process dies, the next try begins soon. */
export function alive<I, O>(work: (input: I) => Promise<O>): (input: I) => Promise<O> {
  return async (input) => {
    const context = Context.current()
    const timer = setInterval(() => context.heartbeat(), EVERY_MS)
    try {
      return await work(input)
    } finally {
      clearInterval(timer)
    }
  }
}
