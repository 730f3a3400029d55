import { type Logger, pino } from 'pino'

export interface LogLine {
  level: number
  msg: string
}

export function capturedLog(): { log: Logger; lines: LogLine[] } {
  const lines: LogLine[] = []
  const write = (line: string) => void lines.push(JSON.parse(line) as LogLine)
  return { log: pino({ level: 'info' }, { write }), lines }
}
