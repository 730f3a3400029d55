import * as wf from '@temporalio/workflow'

/**
 * Checks whether an activity has failed after the last try. A cancellation does not count. A local activity
 * fails without an `ActivityFailure`, so any `TemporalFailure` counts.
 */
export function isFailure(error: unknown): boolean {
  return error instanceof wf.TemporalFailure && !wf.isCancellation(error)
}
