import { isGrpcServiceError } from '@temporalio/client'

/** @see https://grpc.io/docs/guides/status-codes/ */
export const NOT_FOUND = 5
export const RESOURCE_EXHAUSTED = 8
export const FAILED_PRECONDITION = 9
export const ABORTED = 10
export const UNAVAILABLE = 14

export function grpcCode(error: unknown): number | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isGrpcServiceError(cause)) return cause.code
  }
  return undefined
}
