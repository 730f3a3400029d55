import { lookup } from 'node:dns/promises'
import { Runtime } from '@temporalio/worker'
import type { Logger } from 'pino'
import type { Outage } from '../clients/outage.ts'
import { createSdkLogger } from './logger.ts'

export interface RuntimeOptions {
  log: Logger
  temporal: Pick<Outage, 'isKnown' | 'isRecovering'>
  database: Pick<Outage, 'isKnown' | 'isRecovering'>
  host: string
  metricsPort: number
}

/**
 * The call must precede the first `NativeConnection`.
 */
export async function installRuntime(options: RuntimeOptions): Promise<void> {
  const { log, temporal, database, host, metricsPort } = options
  // `bindAddress` must be an IP address:
  // https://typescript.temporal.io/api/interfaces/worker.PrometheusMetricsExporter
  const { address, family } = await lookup(host)
  const bindAddress = `${family === 6 ? `[${address}]` : address}:${metricsPort}`
  const names = { countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true }
  try {
    Runtime.install({
      logger: createSdkLogger(log, temporal, database),
      telemetryOptions: {
        logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} },
        metrics: { prometheus: { bindAddress, ...names } },
      },
    })
  } catch (cause) {
    throw new Error(`cannot serve metrics on ${bindAddress}`, { cause })
  }
}
