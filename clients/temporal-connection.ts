import {
  Connection,
  type ConnectionOptions,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
} from '@temporalio/client'
import { UNAVAILABLE } from './grpc-error.ts'

export function connectLazily(options: ConnectionOptions): Connection {
  const channelArgs = { 'grpc.initial_reconnect_backoff_ms': 500, 'grpc.max_reconnect_backoff_ms': 1_000 }
  return Connection.lazy({
    ...options,
    channelArgs: { ...channelArgs, ...options.channelArgs },
    interceptors: [makeGrpcRetryInterceptor({ ...sdkRetry, retryableDecider })],
  })
}

const sdkRetry = defaultGrpcRetryOptions()

const retryableDecider: typeof sdkRetry.retryableDecider = (attempt, status) =>
  ![UNAVAILABLE].includes(status.code) && sdkRetry.retryableDecider(attempt, status)
