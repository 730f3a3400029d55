import * as wf from '@temporalio/workflow'

/**
 * Checks whether an activity has failed after the last try. A cancellation does not count. Any
 * `TemporalFailure` counts, because a local activity fails without an `ActivityFailure`.
 */
export function isFailure(error: unknown): boolean {
  return error instanceof wf.TemporalFailure && !wf.isCancellation(error)
}
