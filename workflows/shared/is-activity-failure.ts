import * as wf from '@temporalio/workflow'

/**
 * Checks for a failure after the last try of an activity. A cancellation is no failure. The SDK throws
 * local failures without an `ActivityFailure` around the cause.
 */
export function isFailure(error: unknown): boolean {
  return error instanceof wf.TemporalFailure && !wf.isCancellation(error)
}
