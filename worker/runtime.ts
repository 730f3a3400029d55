import { lookup } from 'node:dns/promises'
import { Runtime } from '@temporalio/worker'
import type { Logger } from 'pino'
import { createSdkLogger } from './logger.ts'

export interface RuntimeOptions {
  log: Logger
  host: string
  /** The port of `/metrics`. */
  metricsPort: number
}

/**
 * Installs the runtime of Temporal's SDK. Logs go to pino, and Prometheus reads the metrics at `/metrics`. Must run
 * before the first connection.
 *
 * @throws when the port is in use
 */
export async function installRuntime({ log, host, metricsPort }: RuntimeOptions): Promise<void> {
  // The SDK takes an IP address only.
  const { address, family } = await lookup(host)
  const bindAddress = `${family === 6 ? `[${address}]` : address}:${metricsPort}`
  const names = { countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true }
  try {
    Runtime.install({
      logger: createSdkLogger(log),
      telemetryOptions: {
        logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} },
        metrics: { prometheus: { bindAddress, ...names } },
      },
    })
  } catch (cause) {
    throw new Error(`cannot serve metrics on ${bindAddress}`, { cause })
  }
}
