import { Hono } from 'hono'
import type { DatabaseSync } from 'node:sqlite'
import { createControl } from '../core/control.ts'
import { createFaults } from '../faults/faults.ts'
import { createEntrySchema } from '../inbox/entries.ts'
import type { Jobs } from '../core/scheduled-jobs.ts'
import { spoilWhenPlanned, type SandboxEnv } from '../faults/inject-fault.ts'
import type { Webhooks } from '../core/webhooks.ts'
import { createDelivery, type TwilioAccount } from './delivery.ts'
import { answerRefusal, notAuthenticated, notFound, plannedRefusal } from './errors.ts'
import { createMessageRoutes } from './messages.ts'
import { clearTexts, createTextSchema, optIn, optOut, storeText } from './store.ts'

export interface TwilioOptions extends TwilioAccount {
  database: DatabaseSync
  jobs: Jobs
  webhooks: Webhooks
  otherAccounts?: readonly TwilioAccount[]
  deliverDelayMs?: number | undefined
}

export function createTwilio(options: TwilioOptions): { app: Hono<SandboxEnv> } {
  const { database, jobs, webhooks, deliverDelayMs = 50 } = options
  const accounts = [options, ...(options.otherAccounts ?? [])]
  createEntrySchema(database)
  createTextSchema(database)
  const faults = createFaults(database)
  const delivery = createDelivery({ database, jobs, webhooks, accounts, deliverDelayMs })

  const app = new Hono<SandboxEnv>()
  const spoil = (operation: string) =>
    spoilWhenPlanned(faults, 'twilio', operation, (c, status, code) =>
      answerRefusal(c, plannedRefusal(status, code)),
    )
  app.use('/2010-04-01/*', async (c, next) => {
    const known = accounts.some(
      ({ accountSid, authToken }) =>
        c.req.path.startsWith(`/2010-04-01/Accounts/${accountSid}`) &&
        c.req.header('authorization') ===
          `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
    )
    return known ? next() : answerRefusal(c, notAuthenticated)
  })
  for (const { accountSid } of accounts) routeAccount(accountSid)

  app.route(
    '/sandbox',
    createControl({
      provider: 'twilio',
      operations: ['create', 'list', 'fetch'],
      faults,
      webhooks,
      reset: () => clearTexts(database),
    }),
  )
  app.post('/sandbox/incoming', async (c) => {
    const reply = (await c.req.json().catch(() => ({}))) as { from?: string; to?: string; body?: string }
    if (!reply.from || !reply.to || !reply.body)
      return c.json({ error: 'from, to and body are required' }, 400)
    const text = storeText(
      database,
      {
        from: reply.from,
        to: reply.to,
        body: reply.body,
        messagingServiceSid: null,
        statusCallback: null,
      },
      options.accountSid,
      'inbound',
    )
    obeyKeyword(database, reply.body, reply.from, reply.to)
    return c.json({ sid: text.sid }, 201)
  })
  app.notFound((c) => answerRefusal(c, notFound(c.req.path)))
  return { app }

  function routeAccount(accountSid: string): void {
    const account = `/2010-04-01/Accounts/${accountSid}`
    app.post(`${account}/Messages.json`, spoil('create'))
    app.get(`${account}/Messages.json`, spoil('list'))
    app.get(`${account}/Messages/*`, spoil('fetch'))

    app.get(`${account}.json`, (c) =>
      c.json({
        sid: accountSid,
        friendly_name: 'Sandbox',
        status: 'active',
        type: 'Full',
        uri: `${account}.json`,
      }),
    )
    app.route(account, createMessageRoutes({ database, accountSid, begin: delivery.begin }))
  }
}

// The stop words are Twilio's default keywords:
// https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
const stopWords = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'])
const startWords = new Set(['START', 'YES', 'UNSTOP'])

function obeyKeyword(database: DatabaseSync, body: string, phone: string, sender: string): void {
  const word = body.trim().toUpperCase()
  if (stopWords.has(word)) optOut(database, phone, sender)
  if (startWords.has(word)) optIn(database, phone, sender)
}
