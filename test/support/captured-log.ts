import { type Logger, pino } from 'pino'

export interface LogLine {
  /** The number of pino, such as 40 for a warning. */
  level: number
  msg: string
}

/** Returns a logger with the level of production, and an array that gets the lines. */
export function capturedLog(): { log: Logger; lines: LogLine[] } {
  const lines: LogLine[] = []
  const write = (line: string) => void lines.push(JSON.parse(line) as LogLine)
  return { log: pino({ level: 'info' }, { write }), lines }
}
