import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { apiError } from './errors.ts'
import { applyDelay } from '../control/faults.ts'
import type { Access } from './access.ts'
import type { Store } from '../store/store.ts'

export type Outcome = { status: number; body: unknown } | Response

export function createIdempotency(store: Store, clientOf: Access['clientOf']) {
  const inProgress = new Set<string>()

  return async function answerOnce(c: Context, work: (body: unknown) => Outcome): Promise<Response> {
    const text = await c.req.text()
    const header = c.req.header('idempotency-key')
    if (!header) return respond(c, work(parse(text)))
    const key = `${clientOf(c)?.clientId ?? ''} ${header}`
    const hash = createHash('sha256').update(`${c.req.method} ${c.req.path}\n${text}`).digest('hex')
    const known = store.findAnswer(key)
    if (known && known.hash !== hash) {
      const detail = 'The Idempotency-Key value has already been used for a different request.'
      return apiError(c, 'idempotency-key-reuse', detail)
    }
    if (known) return json(known.status, known.body)
    if (inProgress.has(key)) {
      const detail = 'A request with this Idempotency-Key is still in progress.'
      return apiError(c, 'idempotency-key-concurrency-conflict', detail)
    }
    inProgress.add(key)
    try {
      await applyDelay(c)
      // One transaction saves change and answer, so that a crash keeps both or none.
      return store.transact(() => {
        const outcome = work(parse(text))
        if (outcome instanceof Response) return outcome
        const body = JSON.stringify(outcome.body)
        store.saveAnswer(key, { hash, status: outcome.status, body })
        return json(outcome.status, body)
      })
    } finally {
      inProgress.delete(key)
    }
  }
}

export type AnswerOnce = ReturnType<typeof createIdempotency>

function respond(c: Context, outcome: Outcome): Response {
  return outcome instanceof Response ? outcome : c.json(outcome.body, outcome.status as 200)
}

function json(status: number, body: string): Response {
  return new Response(body, { status, headers: { 'content-type': 'application/json' } })
}

function parse(text: string): unknown {
  try {
    return text === '' ? {} : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}
