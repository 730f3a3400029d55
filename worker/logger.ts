import type { Logger, LogLevel, LogMetadata } from '@temporalio/worker'
import type { Logger as Pino } from 'pino'
import type { Outage } from '../clients/outage.ts'

const RETRY = /^gRPC call \w+ retried \d+ times/
const NO_ANSWER =
  /^(Network error while|Error while (polling|completing)|Error when recording heartbeat|Task polling has encountered errors)/

const SLOW_TASK = /^(\[TMPRL1104\]|Tried to complete untracked local activity)/

type OutageState = Pick<Outage, 'isKnown' | 'isRecovering'>

export function createSdkLogger(log: Pino, temporal: OutageState, database: OutageState): Logger {
  const write = (level: LogLevel, message: string, fields: LogMetadata = {}) => {
    const { error, ...others } = fields
    const isOutage = temporal.isKnown || temporal.isRecovering
    const isAnyOutage = isOutage || database.isKnown || database.isRecovering
    const isCovered =
      RETRY.test(message) || (isOutage && NO_ANSWER.test(message)) || (isAnyOutage && SLOW_TASK.test(message))
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
