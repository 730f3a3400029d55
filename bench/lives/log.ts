import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

export interface LogMark {
  lines(): string[]
  beforeRestart(): void
}

export function markLog(dir: string, part: string): LogMark {
  let kept: string[] = []
  let skipped = logLines(dir, part).length
  return {
    lines: () => [...kept, ...logLines(dir, part).slice(skipped)],
    beforeRestart() {
      kept = [...kept, ...logLines(dir, part).slice(skipped)]
      skipped = 0
    },
  }
}

export function describeLog(part: string, lines: readonly string[], verdict = ''): string[] {
  const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
  return [
    `log of the ${part}: ${lines.length} lines${verdict}, ${(bytes / 1_000).toFixed(1)} kB`,
    ...countNames(lines).map(([name, count]) => `  ${count} × ${name}`),
  ]
}

function logLines(dir: string, part: string): string[] {
  const file = path.join(dir, 'logs', `${part}.log`)
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
}

const ID = /[\da-f]{8}-[\da-f]{4}-[\da-f-]{22}(?::\d+)*/g

function countNames(lines: readonly string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const line of lines) {
    const text = /"msg":"([^"]*)/.exec(line)?.[1] ?? line
    const name = text.replaceAll(ID, '…').slice(0, 80)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])
}
