import type { DatabaseSync } from 'node:sqlite'
import type { Jobs } from '../core/scheduled-jobs.ts'
import { first, run, transact } from '../core/sqlite.ts'
import type { Webhooks } from '../core/webhooks.ts'
import { outcomeOf } from './addresses.ts'
import { deactivates } from './bounce-types.ts'
import { addBounce, addEvent, isSuppressed, suppress, type Bounce } from './events.ts'
import { findMessage, recipientsOf, type StoredMessage } from './store.ts'
import {
  bounceBody,
  deliveryBody,
  openBody,
  subscriptionChangeBody,
  type SuppressionChange,
} from './webhook-bodies.ts'

export interface OutcomeDeps {
  database: DatabaseSync
  jobs: Jobs
  webhooks: Webhooks
  webhookUrlOf: (server: string) => string | undefined
  webhookRetryDelaysMs: readonly number[]
}

export interface Outcomes {
  plan(messageId: string, delayMs: number): void
  delivered(message: StoredMessage, recipient: string): void
  bounced(message: StoredMessage, recipient: string, type: Bounce['type']): void
  opened(message: StoredMessage, recipient: string, userAgent: string): void
  suppressionChanged(change: SuppressionChange): void
}

export function createOutcomes(deps: OutcomeDeps): Outcomes {
  const { database, jobs, webhooks, webhookUrlOf, webhookRetryDelaysMs } = deps

  function send(server: string, topic: string, body: object): void {
    const url = webhookUrlOf(server)
    if (!url) return
    webhooks.send({
      provider: 'postmark',
      topic,
      url,
      body: JSON.stringify(body),
      retryDelaysMs: webhookRetryDelaysMs,
      headers: { 'content-type': 'application/json', 'user-agent': 'Postmark' },
    })
  }

  function delivered(message: StoredMessage, recipient: string): void {
    transact(database, () => {
      addEvent(database, message.id, recipient, 'Delivered', {
        DeliveryMessage: 'smtp;250 2.0.0 OK',
        DestinationServer: 'inbox.sandbox',
        DestinationIP: '127.0.0.1',
      })
      send(message.server, 'Delivery', deliveryBody(message, recipient))
    })
  }

  function bounced(message: StoredMessage, recipient: string, type: Bounce['type']): void {
    transact(database, () => {
      if (deactivates(type)) suppress(database, message, recipient, type)
      const bounce = addBounce(database, { message_id: message.id, email: recipient, type })
      const eventType = type === 'SpamComplaint' ? 'SpamComplaint' : 'Bounced'
      addEvent(database, message.id, recipient, eventType, { Summary: type, BounceID: bounce.id })
      const topic = type === 'SpamComplaint' ? 'SpamComplaint' : 'Bounce'
      send(message.server, topic, bounceBody(database, message, bounce))
    })
  }

  function opened(message: StoredMessage, recipient: string, userAgent: string): void {
    transact(database, () => {
      const firstOpen = !first(
        database,
        `select 1 from postmark_event
          where message_id = $id and recipient = $recipient and type = 'Opened' limit 1`,
        { id: message.id, recipient },
      )
      addEvent(database, message.id, recipient, 'Opened', { Summary: `Email opened with ${userAgent}` })
      send(message.server, 'Open', openBody(message, recipient, userAgent, firstOpen))
    })
  }

  jobs.on('postmark.deliver', (messageId) => {
    const message = findMessage(database, messageId)
    if (!message) return
    run(database, `update postmark_message set status = 'Sent' where id = $messageId`, { messageId })
    for (const recipient of recipientsOf(message)) reach(message, recipient)
  })

  function reach(message: StoredMessage, recipient: string): void {
    const outcome = outcomeOf(recipient)
    if (outcome === 'inactive' || isSuppressed(database, message, recipient)) return
    if (outcome === 'hard_bounce') return bounced(message, recipient, 'HardBounce')
    if (outcome === 'soft_bounce') return bounced(message, recipient, 'SoftBounce')
    delivered(message, recipient)
    if (outcome === 'spam_complaint') bounced(message, recipient, 'SpamComplaint')
  }

  return {
    plan: (messageId, delayMs) => jobs.plan('postmark.deliver', messageId, Date.now() + delayMs),
    delivered,
    bounced,
    opened,
    suppressionChanged: (change) => send(change.server, 'SubscriptionChange', subscriptionChangeBody(change)),
  }
}
