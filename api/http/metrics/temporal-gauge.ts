import { Gauge, type Registry } from 'prom-client'
import type { Outage } from '../../../clients/outage.ts'

export function registerTemporalGauge(registry: Registry, temporal: Pick<Outage, 'isKnown'>): void {
  const gauge = new Gauge({
    name: 'duewell_temporal_up',
    help: '0 during an outage of Temporal, else 1',
    registers: [],
    collect() {
      this.set(temporal.isKnown ? 0 : 1)
    },
  })
  registry.registerMetric(gauge)
}
