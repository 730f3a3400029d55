/** Tells a person what takes its time. */
export interface Progress {
  /** What is being done now; the elapsed time is shown beside it. */
  update(text: string): void
  done(text?: string): void
}

const REPEAT_MS = 10_000

/**
 * Shows a step with its elapsed time: on a terminal in one line that is rewritten each second, in a log as a line
 * every ten seconds. A step that ends within a second is told only when it is done.
 */
export function showProgress(name: string, output: NodeJS.WriteStream = process.stderr): Progress {
  const began = performance.now()
  const elapsed = () => formatSeconds(performance.now() - began)
  let text = 'starting'
  const line = () => `  ${name}: ${text} (${elapsed()})`
  const timer = setInterval(
    () => output.write(output.isTTY ? `\r\u001B[K${line()}` : `${line()}\n`),
    output.isTTY ? 1_000 : REPEAT_MS,
  ).unref()
  return {
    update(next) {
      if (next === text) return
      text = next
      if (performance.now() - began > 1_000 && !output.isTTY) output.write(`${line()}\n`)
    },
    done(last = 'ready') {
      clearInterval(timer)
      text = last
      output.write(`${output.isTTY ? '\r\u001B[K' : ''}${line()}\n`)
    },
  }
}

/** `0.8 s`, `12 s`, `4 min 05 s`. */
export function formatSeconds(milliseconds: number): string {
  const seconds = milliseconds / 1_000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`
}
