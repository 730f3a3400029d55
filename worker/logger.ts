import type { Logger, LogLevel, LogMetadata } from '@temporalio/worker'
import type { Logger as Pino } from 'pino'
import type { Outage } from '../clients/outage.ts'

/** Matches the SDK's lines for retries, because `watchServer` logs outages. */
const RETRY = /^gRPC call \w+ retried \d+ times/
/** Matches the SDK's lines for failed calls, which `watchServer` covers in an outage. */
const NO_ANSWER =
  /^(Network error while|Error while (polling|completing)|Error when recording heartbeat|Task polling has encountered errors)/

export function createSdkLogger(log: Pino, temporal: Pick<Outage, 'isKnown' | 'isRecovering'>): Logger {
  const write = (level: LogLevel, message: string, fields: LogMetadata = {}) => {
    const { error, ...others } = fields
    const isOutage = temporal.isKnown || temporal.isRecovering
    const isCovered = RETRY.test(message) || (isOutage && NO_ANSWER.test(message))
    const logged = isCovered ? 'debug' : LEVELS[level]
    log[logged](error instanceof Error ? { ...others, err: error } : fields, message)
  }
  return {
    log: write,
    trace: (message, fields) => write('TRACE', message, fields),
    debug: (message, fields) => write('DEBUG', message, fields),
    info: (message, fields) => write('INFO', message, fields),
    warn: (message, fields) => write('WARN', message, fields),
    error: (message, fields) => write('ERROR', message, fields),
  }
}

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const
