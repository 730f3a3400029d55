import { Connection, type ConnectionOptions } from '@temporalio/client'

/**
 * Creates a connection that opens at the first call. A process can start without Temporal.
 * gRPC's own pause before a new attempt to connect grows to two minutes.
 * With one second as its limit, calls succeed soon after an outage.
 * Never close it: a retry of the SDK that follows throws in a timer. The end of the process closes it.
 */
export function connectLazily(options: ConnectionOptions): Connection {
  const channelArgs = { 'grpc.initial_reconnect_backoff_ms': 500, 'grpc.max_reconnect_backoff_ms': 1_000 }
  return Connection.lazy({ ...options, channelArgs: { ...channelArgs, ...options.channelArgs } })
}
