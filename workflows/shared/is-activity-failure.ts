import * as wf from '@temporalio/workflow'

export function isFailure(error: unknown): boolean {
  return error instanceof wf.TemporalFailure && !wf.isCancellation(error)
}
