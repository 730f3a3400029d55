import * as wf from '@temporalio/workflow'

/**
 * Is it the failure of an activity without tries left, and not a cancellation? The SDK does not wrap the failure of a
 * local activity in an ActivityFailure.
 */
export function isFailure(error: unknown): boolean {
  return error instanceof wf.TemporalFailure && !wf.isCancellation(error)
}
