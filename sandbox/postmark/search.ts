import { Hono } from 'hono'
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { all, first } from '../core/sqlite.ts'
import type { SandboxEnv } from '../faults/inject-fault.ts'
import { answerRefusal, refuse } from './errors.ts'
import { eventsOf } from './events.ts'
import {
  attachmentsOf,
  findMessage,
  messageOf,
  recipientsOf,
  type MessageRow,
  type StoredMessage,
} from './store.ts'

/** @see https://postmarkapp.com/developer/api/messages-api */
export function createSearchRoutes(database: DatabaseSync): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()

  app.get('/messages/outbound', (c) => {
    const query = c.req.query()
    const [count, offset] = [Number(query['count'] ?? Number.NaN), Number(query['offset'] ?? Number.NaN)]
    if (!Number.isInteger(count) || count < 1 || count > 500) {
      return answerRefusal(c, refuse(600, `The 'count' parameter is required and must be from 1 to 500.`))
    }
    if (!Number.isInteger(offset) || offset < 0 || offset + count > 10_000) {
      return answerRefusal(
        c,
        refuse(600, `'offset' is required; 'count' and 'offset' together may not exceed 10000.`),
      )
    }
    if (c.get('notIndexed')) return c.json({ TotalCount: 0, Messages: [] })
    const { where, values } = conditionsOf(c.get('server'), query)
    const total = first<{ total: number }>(
      database,
      `select count(*) as total from postmark_message m ${where}`,
      values,
    )
    const rows = all<MessageRow>(
      database,
      `select m.* from postmark_message m ${where} order by m.seq desc limit $count offset $offset`,
      { ...values, count, offset },
    )
    return c.json({
      TotalCount: total?.total ?? 0,
      Messages: rows.map((row) => presentMessage(database, messageOf(row))),
    })
  })

  app.get('/messages/outbound/:id/details', (c) => {
    const message = findMessage(database, c.req.param('id'))
    if (message?.server !== c.get('server')) return answerRefusal(c, unknownMessage)
    return c.json({
      TextBody: message.text_body,
      HtmlBody: message.html_body,
      ...presentMessage(database, message),
      MessageEvents: eventsOf(database, message.id).map((event) => ({
        Recipient: event.recipient,
        Type: event.type,
        ReceivedAt: event.received_at,
        Details: JSON.parse(event.details) as object,
      })),
    })
  })
  return app
}

const unknownMessage = refuse(701, 'This message was not found.')

function conditionsOf(
  server: string,
  query: Record<string, string>,
): {
  where: string
  values: Record<string, SQLInputValue>
} {
  const conditions = ['m.server = $server']
  const values: Record<string, SQLInputValue> = { server }
  for (const [parameter, value] of Object.entries(query)) {
    const condition = simpleConditions[parameter.toLowerCase()]
    if (condition) {
      const name = parameter.toLowerCase()
      conditions.push(condition)
      values[name] = value
    } else if (parameter.toLowerCase().startsWith('metadata_')) {
      const position = conditions.length
      conditions.push(`m.id in (select message_id from postmark_metadata
        where name = $name${position} and value = $value${position})`)
      values[`name${position}`] = parameter.slice('metadata_'.length)
      values[`value${position}`] = value
    }
  }
  return { where: `where ${conditions.join(' and ')}`, values }
}

const simpleConditions: Record<string, string> = {
  recipient: 'm.id in (select message_id from postmark_recipient where email = lower($recipient))',
  fromemail: 'lower(m.from_email) = lower($fromemail)',
  tag: 'm.tag = $tag',
  status: `lower(m.status) = replace(lower($status), 'processed', 'sent')`,
  subject: 'instr(lower(m.subject), lower($subject)) > 0',
  messagestream: 'm.stream = $messagestream',
  fromdate: 'm.received_at >= $fromdate',
  todate: `m.received_at <= case length($todate) when 10 then $todate || 'T23:59:59.999Z' else $todate end`,
}

function presentMessage(database: DatabaseSync, message: StoredMessage): object {
  return {
    Tag: message.tag || null,
    MessageID: message.id,
    To: message.to_addresses.map(presentAddress),
    Cc: message.cc_addresses.map(presentAddress),
    Bcc: message.bcc_addresses.map(presentAddress),
    Recipients: recipientsOf(message),
    ReceivedAt: message.received_at,
    From: message.from_header,
    Subject: message.subject,
    Attachments: attachmentsOf(database, message.id).map(({ name }) => name),
    Status: message.status,
    TrackOpens: message.track_opens,
    TrackLinks: message.track_links,
    Metadata: message.metadata,
    Sandboxed: false,
    MessageStream: message.stream,
  }
}

function presentAddress({ name, email }: { name: string; email: string }): object {
  return { Email: email, Name: name || null }
}
