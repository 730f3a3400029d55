import type { HttpBindings } from '@hono/node-server'
import { createMiddleware } from 'hono/factory'
import { Problem } from '../errors/problem.ts'
import { isStreamed } from '../request/streamed-upload.ts'

interface TimeLimits {
  bodyMs: number
  /** `answerMs` must exceed the longest wait for a workflow. */
  answerMs: number
}

const USUAL: TimeLimits = { bodyMs: 30_000, answerMs: 150_000 }
const UPLOAD: TimeLimits = { bodyMs: 15 * 60_000, answerMs: 16 * 60_000 }

export function limitTime(usual = USUAL, upload = UPLOAD) {
  return createMiddleware<{ Bindings: Partial<HttpBindings> }>(async (c, next) => {
    const { bodyMs, answerMs } = isStreamed(c) ? upload : usual
    const late = Promise.withResolvers<never>()
    const timers = [
      setTimeout(() => {
        if (c.env?.incoming?.complete === false) late.reject(new Problem('request_timeout'))
      }, bodyMs),
      setTimeout(() => late.reject(new Problem('timed_out')), answerMs),
    ]
    try {
      await Promise.race([next(), late.promise])
    } finally {
      for (const timer of timers) clearTimeout(timer)
    }
  })
}
