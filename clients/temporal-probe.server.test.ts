import { Client, type Connection } from '@temporalio/client'
import { Registry } from 'prom-client'
import { beforeAll, expect, inject, it, vi } from 'vitest'
import { registerTemporalGauge } from '../api/http/temporal-gauge.ts'
import { TemporalUnavailableError } from './call-with-retry.ts'
import { connectLazily } from './temporal-connection.ts'
import { createTemporalProbe } from './temporal-probe.ts'

let connections: Connection[]
beforeAll(() => {
  connections = ['127.0.0.1:1', inject('temporalAddress')].map((address) => connectLazily({ address }))
})

const probes = () =>
  connections.map((connection) => createTemporalProbe(new Client({ connection }))) as [
    ReturnType<typeof createTemporalProbe>,
    ReturnType<typeof createTemporalProbe>,
  ]

it('reports whether Temporal answers, without waiting for an unavailable server', async () => {
  const [unavailable, available] = probes()
  expect(await unavailable.isUp()).toBe(false)
  // The first call also opens the connection. A busy machine may need more than half a second.
  await vi.waitFor(async () => expect(await available.isUp()).toBe(true), 60_000)
  await expect(unavailable.ping()).rejects.toThrow(TemporalUnavailableError)
})

it('shows the state of Temporal in the metrics without waiting for its return', async () => {
  for (const [index, probe] of probes().entries()) {
    const registry = new Registry()
    registerTemporalGauge(registry, probe)
    await vi.waitFor(
      async () => expect(await registry.metrics()).toContain(`duewell_temporal_up ${index}\n`),
      60_000,
    )
  }
})
