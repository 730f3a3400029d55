import type { Logger, LogLevel, LogMetadata } from '@temporalio/worker'
import type { Logger as Pino } from 'pino'

/** Matches the SDK's line for each retry, because `watchTemporal` logs outages. */
const RETRY = /^gRPC call \w+ retried \d+ times/

export function createSdkLogger(log: Pino): Logger {
  const write = (level: LogLevel, message: string, fields: LogMetadata = {}) => {
    const { error, ...others } = fields
    const logged = RETRY.test(message) ? 'debug' : LEVELS[level]
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
