export interface Progress {
  begin(name: string, text?: string): Step
  say(text: string): void
  close(): void
}

interface Step {
  update(text: string): void
  done(): void
}

const REPEAT_MS = 10_000

export function showProgress(output: NodeJS.WriteStream = process.stderr): Progress {
  const open = new Map<string, { began: number; text: string }>()
  const clearLine = output.isTTY ? '\r\u001B[K' : ''
  const timer = setInterval(
    () => {
      const lines = [...open].map(([name, step]) => describe(name, step))
      if (lines.length === 0) return
      output.write(
        output.isTTY ? `${clearLine}${inOneLine(lines, output.columns || 80)}` : `${lines.join('\n')}\n`,
      )
    },
    output.isTTY ? 1_000 : REPEAT_MS,
  ).unref()
  return {
    begin(name, text = '') {
      const step = { began: performance.now(), text }
      open.set(name, step)
      return {
        update(next) {
          step.text = next
          output.write(`${clearLine}${describe(name, step)}\n`)
        },
        done() {
          open.delete(name)
          output.write(`${clearLine}  ${name.padEnd(10)} ready (${elapsed(step.began)})\n`)
        },
      }
    },
    say: (text) => void output.write(`${clearLine}${text}\n`),
    close() {
      clearInterval(timer)
      if (open.size > 0) output.write(clearLine)
    },
  }
}

function inOneLine(lines: string[], columns: number): string {
  const text = lines.map((line) => line.trim().replace(/ +/g, ' ')).join(', ')
  return `  ${text}`.slice(0, columns - 1)
}

function describe(name: string, { began, text }: { began: number; text: string }): string {
  return `  ${name.padEnd(10)} ${text || 'starting'} (${elapsed(began)})`
}

function elapsed(began: number): string {
  return formatSeconds(performance.now() - began)
}

export function formatSeconds(milliseconds: number): string {
  const seconds = milliseconds / 1_000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`
}
