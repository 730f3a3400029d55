import { Gauge, type Registry } from 'prom-client'
import type { TemporalProbe } from '../../clients/temporal-probe.ts'

export function registerTemporalGauge(registry: Registry, temporal: Pick<TemporalProbe, 'isUp'>): void {
  const gauge = new Gauge({
    name: 'duewell_temporal_up',
    help: '1 if Temporal answers within half a second, else 0',
    registers: [],
    async collect() {
      this.set((await temporal.isUp()) ? 1 : 0)
    },
  })
  registry.registerMetric(gauge)
}
