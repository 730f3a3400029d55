import type { Logger, LogLevel, LogMetadata } from '@temporalio/worker'
import type { Logger as Pino } from 'pino'

/** Writes the logs of Temporal's SDK to pino, with the SDK's error as `err`. */
export function createSdkLogger(log: Pino): Logger {
  const write = (level: LogLevel, message: string, fields: LogMetadata = {}) => {
    const { error, ...others } = fields
    log[LEVELS[level]](error instanceof Error ? { ...others, err: error } : fields, message)
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
