import * as wf from '@temporalio/workflow'

/** An activity that was tried as often as it may be. The SDK wraps a local one's failure in no ActivityFailure. */
export function isFailure(error: unknown): boolean {
  return error instanceof wf.TemporalFailure && !wf.isCancellation(error)
}
