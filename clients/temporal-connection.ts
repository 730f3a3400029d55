import { Connection, type ConnectionOptions } from '@temporalio/client'

/**
 * Creates a connection that opens at the first call. A process can start while Temporal is unavailable.
 * gRPC's own pause between two connects grows to two minutes. One second is the limit here,
 * so that calls succeed soon after Temporal is available again.
 */
export function connectLazily(options: ConnectionOptions): Connection {
  const channelArgs = { 'grpc.initial_reconnect_backoff_ms': 500, 'grpc.max_reconnect_backoff_ms': 1_000 }
  return Connection.lazy({ ...options, channelArgs: { ...channelArgs, ...options.channelArgs } })
}
