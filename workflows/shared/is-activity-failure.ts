import * as wf from '@temporalio/workflow'

/**
 * Checks for a failure after the last try of an activity. A cancellation is no failure. A local
 * activity fails without an `ActivityFailure`, so any `TemporalFailure` counts.
 */
export function isFailure(error: unknown): boolean {
  return error instanceof wf.TemporalFailure && !wf.isCancellation(error)
}
