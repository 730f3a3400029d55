import { Hono, type Context } from 'hono'
import type { DatabaseSync } from 'node:sqlite'
import { createControl } from '../core/control.ts'
import { createEntrySchema } from '../inbox/entries.ts'
import { createFaults } from '../faults/faults.ts'
import type { Jobs } from '../core/scheduled-jobs.ts'
import { spoilWhenPlanned, type SandboxEnv } from '../faults/inject-fault.ts'
import type { Webhooks } from '../core/webhooks.ts'
import { isBounceType } from './bounce-types.ts'
import { createBounceRoutes } from './bounces.ts'
import { answerRefusal, badToken, plannedRefusal } from './errors.ts'
import { clearEvents, createEventSchema } from './events.ts'
import { createOutcomes, type Outcomes } from './outcomes.ts'
import { createSearchRoutes } from './search.ts'
import { createSendingRoutes } from './sending.ts'
import { createSuppressionRoutes } from './suppressions.ts'
import { clearMessages, createMessageSchema, findMessage, recipientsOf } from './store.ts'
import { serverId } from './webhook-bodies.ts'

interface PostmarkServer {
  serverToken: string
  webhookUrl?: string | undefined
}

export interface PostmarkOptions extends PostmarkServer {
  database: DatabaseSync
  jobs: Jobs
  webhooks: Webhooks
  otherServers?: readonly PostmarkServer[]
  deliverDelayMs?: number | undefined
  webhookRetryDelaysMs?: readonly number[] | undefined
}

export interface Postmark {
  app: Hono<SandboxEnv>
  outcomes: Outcomes
}

export function createPostmark(options: PostmarkOptions): Postmark {
  const { database, jobs, webhooks, deliverDelayMs = 50 } = options
  const servers = new Map(
    [options, ...(options.otherServers ?? [])].map((server) => [server.serverToken, server]),
  )
  createEntrySchema(database)
  createMessageSchema(database)
  createEventSchema(database)
  const faults = createFaults(database)
  const outcomes = createOutcomes({
    database,
    jobs,
    webhooks,
    webhookUrlOf: (server) => servers.get(server)?.webhookUrl,
    webhookRetryDelaysMs: options.webhookRetryDelaysMs ?? [500, 2_000, 5_000, 15_000, 60_000, 300_000],
  })

  const app = new Hono<SandboxEnv>({ strict: false })
  const spoil = (operation: string) =>
    spoilWhenPlanned(faults, 'postmark', operation, (c, status, code) =>
      answerRefusal(c, plannedRefusal(status, code)),
    )
  for (const path of protectedPaths) {
    app.use(path, async (c, next) => {
      const server = c.req.header('X-Postmark-Server-Token') ?? ''
      if (!servers.has(server)) return answerRefusal(c, badToken)
      c.set('server', server)
      return next()
    })
  }
  app.post('/email', spoil('email'))
  app.post('/email/batch', spoil('batch'))
  app.get('/messages/outbound', spoil('search'))
  app.use('/message-streams/:stream/suppressions/delete', spoil('reactivate'))
  app.get('/message-streams/:stream/suppressions/dump', spoil('suppressions'))

  app.get('/server', (c) =>
    c.json({ ID: serverId, Name: 'Sandbox', DeliveryType: 'Sandbox', Color: 'yellow' }),
  )
  app.route('/', createSendingRoutes({ database, outcomes, deliverDelayMs }))
  app.route('/', createSearchRoutes(database))
  app.route('/', createBounceRoutes(database))
  app.route('/', createSuppressionRoutes(database, outcomes))

  app.route(
    '/sandbox',
    createControl({
      provider: 'postmark',
      operations: ['email', 'batch', 'search', 'reactivate', 'suppressions'],
      faults,
      webhooks,
      reset: () => {
        clearMessages(database)
        clearEvents(database)
      },
    }),
  )
  app.post('/sandbox/messages/:id/events', (c) => causeEvent(c, database, outcomes))
  return { app, outcomes }
}

const protectedPaths = [
  '/email',
  '/email/*',
  '/messages/*',
  '/bounces',
  '/bounces/*',
  '/message-streams/*',
  '/server',
]

async function causeEvent(
  c: Context<SandboxEnv>,
  database: DatabaseSync,
  outcomes: Outcomes,
): Promise<Response> {
  const message = findMessage(database, c.req.param('id') ?? '')
  const body = (await c.req.json().catch(() => ({}))) as {
    type?: unknown
    recipient?: string
    bounce?: unknown
  }
  const recipient = body.recipient ?? (message && recipientsOf(message)[0])
  if (!message || !recipient) return c.json({ error: 'no such message' }, 404)
  switch (body.type) {
    case 'delivery':
      outcomes.delivered(message, recipient)
      break
    case 'hard_bounce':
      outcomes.bounced(message, recipient, 'HardBounce')
      break
    case 'soft_bounce':
      outcomes.bounced(message, recipient, 'SoftBounce')
      break
    case 'bounce':
      if (!isBounceType(body.bounce)) return c.json({ error: 'bounce must be a bounce type' }, 400)
      outcomes.bounced(message, recipient, body.bounce)
      break
    case 'spam_complaint':
      outcomes.bounced(message, recipient, 'SpamComplaint')
      break
    case 'open':
      outcomes.opened(message, recipient, c.req.header('user-agent') ?? 'unknown')
      break
    default:
      return c.json(
        { error: 'type must be delivery, hard_bounce, soft_bounce, bounce, spam_complaint or open' },
        400,
      )
  }
  return c.json({ caused: body.type }, 202)
}
