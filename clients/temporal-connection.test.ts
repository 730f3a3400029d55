import { expect, it } from 'vitest'
import { connectLazily } from './temporal-connection.ts'

it('connects again at most a second after Temporal has returned', () => {
  const { options } = connectLazily({ address: '127.0.0.1:1' })
  expect(options.channelArgs).toMatchObject({
    'grpc.initial_reconnect_backoff_ms': 500,
    'grpc.max_reconnect_backoff_ms': 1_000,
  })
})
