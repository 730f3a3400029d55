import { once } from 'node:events'
import { Mutex } from 'async-mutex'
import { forkScript } from '../fork-script.ts'
import type { LogoImage, LogoRefusal } from './logo-image.ts'

export type { LogoImage } from './logo-image.ts'

const TIMEOUT_MS = 10_000

const oneAtATime = new Mutex()

/** Reads the image in another process, because an SVG can take hours. */
export function readLogo(bytes: Uint8Array, timeoutMs = TIMEOUT_MS): Promise<LogoImage | LogoRefusal> {
  return oneAtATime.runExclusive(() => read(bytes, timeoutMs))
}

async function read(bytes: Uint8Array, timeoutMs: number): Promise<LogoImage | LogoRefusal> {
  const child = forkScript(import.meta, 'logo-process')
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
  try {
    const exited = once(child, 'exit').then(([code, signal]): LogoRefusal => {
      if (signal === null) throw new Error(`the process that reads logos ended with code ${code}`)
      return 'unreadable'
    })
    const answered = once(child, 'message').then(([answer]) => answer as LogoImage | LogoRefusal)
    // The `exit` event reports an ended process, so the callback ignores the error.
    child.send(bytes, () => undefined)
    return await Promise.race([answered, exited])
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
  }
}
