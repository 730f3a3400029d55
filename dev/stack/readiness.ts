import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

const PAUSE_MS = 50

export async function untilAnswers(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    if (await answers(url, signal)) return
    await wait(PAUSE_MS, undefined, { signal })
  }
}

export async function untilReadyLine<T>(logFile: string, signal: AbortSignal): Promise<T> {
  for (;;) {
    const line = readFileSync(logFile, 'utf8')
      .split('\n')
      .find((text) => text.startsWith('{"ready":true') && text.endsWith('}'))
    if (line) return JSON.parse(line) as T
    await wait(PAUSE_MS, undefined, { signal })
  }
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) })
    await response.body?.cancel()
    return response.status === 200
  } catch {
    return false
  }
}
