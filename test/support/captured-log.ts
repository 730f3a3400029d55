import { type Logger, pino } from 'pino'

export interface LogLine {
  /** The level is pino's number, such as 40 for a warning. */
  level: number
  msg: string
}

export function capturedLog(): { log: Logger; lines: LogLine[] } {
  const lines: LogLine[] = []
  const write = (line: string) => void lines.push(JSON.parse(line) as LogLine)
  return { log: pino({ level: 'info' }, { write }), lines }
}
