import { Hono } from 'hono'
import type { DatabaseSync } from 'node:sqlite'
import { transact } from '../core/sqlite.ts'
import type { SandboxEnv } from '../faults/inject-fault.ts'
import { outcomeOf } from './addresses.ts'
import { answerRefusal, inactiveRecipients, refuse, type Refusal } from './errors.ts'
import { isSuppressed, type ServerStream } from './events.ts'
import { isRecord, isRefusal, readMessage } from './message.ts'
import type { Outcomes } from './outcomes.ts'
import { storeMessage } from './store.ts'

export interface SendingDeps {
  database: DatabaseSync
  outcomes: Outcomes
  deliverDelayMs: number
}

const batchLimit = 500

/** @see https://postmarkapp.com/developer/api/email-api */
export function createSendingRoutes(deps: SendingDeps): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()

  app.post('/email', async (c) => {
    const body = await readJson(c.req.raw)
    const answer = isUnreadable(body) ? body : send(deps, c.get('server'), body)
    return isRefusal(answer) ? answerRefusal(c, answer) : c.json(answer)
  })
  app.post('/email/batch', async (c) => {
    const answer = sendBatch(deps, c.get('server'), await readJson(c.req.raw))
    return isRefusal(answer) ? answerRefusal(c, answer) : c.json(answer)
  })
  return app
}

function sendBatch(deps: SendingDeps, server: string, messages: unknown): object[] | Refusal {
  if (isUnreadable(messages)) return messages
  if (!Array.isArray(messages)) return refuse(403, 'Received valid, but incompatible JSON input.')
  if (messages.length > batchLimit) return refuse(410, `A batch may have at most ${batchLimit} messages.`)
  return transact(deps.database, () =>
    messages.map((body) => {
      const answer = send(deps, server, body)
      return isRefusal(answer) ? { ErrorCode: answer.ErrorCode, Message: answer.Message } : answer
    }),
  )
}

function send(
  { database, outcomes, deliverDelayMs }: SendingDeps,
  server: string,
  body: unknown,
): object | Refusal {
  const message = isUnreadable(body) ? body : readMessage(body)
  if (isRefusal(message)) return message
  const everyone = [...message.to, ...message.cc, ...message.bcc].map(({ email }) => email)
  const inactive = everyone.filter((email) => isInactive(database, { server, stream: message.stream }, email))
  if (inactive.length === everyone.length) return inactiveRecipients(inactive)
  const id = transact(database, () => {
    const stored = storeMessage(database, server, message)
    outcomes.plan(stored, deliverDelayMs)
    return stored
  })
  return {
    To: header(message.to),
    ...(message.cc.length ? { Cc: header(message.cc) } : {}),
    ...(message.bcc.length ? { Bcc: header(message.bcc) } : {}),
    SubmittedAt: new Date().toISOString(),
    MessageID: id,
    ErrorCode: 0,
    Message: inactive.length
      ? `Message OK, but will not deliver to these inactive addresses: ${inactive.join(', ')}.`
      : 'OK',
  }
}

function isInactive(database: DatabaseSync, at: ServerStream, email: string): boolean {
  return outcomeOf(email) === 'inactive' || isSuppressed(database, at, email)
}

function header(addresses: { name: string; email: string }[]): string {
  return addresses.map(({ name, email }) => (name ? `${name} <${email}>` : email)).join(', ')
}

async function readJson(request: Request): Promise<unknown> {
  if (!request.headers.get('content-type')?.includes('application/json')) {
    return refuse(409, 'The request must have the content type application/json.')
  }
  return await request.json().catch(() => refuse(402, 'Received invalid JSON input.'))
}

function isUnreadable(body: unknown): body is Refusal {
  return isRecord(body) && isRefusal(body)
}
