import type { DatabaseSync } from 'node:sqlite'
import { eventsOf } from '../postmark/events.ts'
import { headersOf } from '../postmark/headers.ts'
import { attachmentsOf, findMessage } from '../postmark/store.ts'
import { findText, textEventsOf } from '../twilio/store.ts'
import { findEntry, type Entry, type Kind } from './entries.ts'

export interface InboxMessage {
  id: string
  kind: Kind
  to: string
  from: string
  subject: string
  text: string
  html?: string
  received_at: string
  metadata: Record<string, string>
  tag: string
  headers: { name: string; value: string }[]
  attachments: { name: string; content_type: string; length: number; url: string }[]
  status: string
  events: { type: string; recipient: string; at: string }[]
}

export function readInboxMessage(
  database: DatabaseSync,
  id: string,
  publicUrl: string,
): InboxMessage | undefined {
  const entry = findEntry(database, id)
  if (!entry) return undefined
  return entry.kind === 'email' ? readMail(database, entry, publicUrl) : readPhoneText(database, entry)
}

function readMail(database: DatabaseSync, entry: Entry, publicUrl: string): InboxMessage | undefined {
  const mail = findMessage(database, entry.id)
  if (!mail) return undefined
  const events = eventsOf(database, mail.id).map(({ type, recipient, received_at }) => ({
    type: eventNames[type],
    recipient,
    at: received_at,
  }))
  return {
    ...basics(entry),
    text: mail.text_body,
    ...(mail.html_body ? { html: mail.html_body } : {}),
    metadata: mail.metadata,
    tag: mail.tag,
    headers: headersOf(mail).map(([name, value]) => ({ name, value })),
    attachments: attachmentsOf(database, mail.id).map(({ position, name, content_type, length }) => ({
      name,
      content_type,
      length,
      url: `${publicUrl}/inbox/${mail.id}/attachments/${position}`,
    })),
    status: events.at(-1)?.type ?? mail.status.toLowerCase(),
    events,
  }
}

function readPhoneText(database: DatabaseSync, entry: Entry): InboxMessage | undefined {
  const text = findText(database, entry.id)
  if (!text) return undefined
  return {
    ...basics(entry),
    text: text.body,
    metadata: {},
    tag: '',
    headers: [
      { name: 'From', value: entry.from_address },
      { name: 'To', value: entry.to_address },
      { name: 'Direction', value: text.direction },
      { name: 'Segments', value: String(text.segments) },
    ],
    attachments: [],
    status: text.status,
    events: textEventsOf(database, entry.id).map(({ status, at }) => ({
      type: status,
      recipient: entry.to_address,
      at,
    })),
  }
}

const eventNames = {
  Delivered: 'delivered',
  Bounced: 'bounced',
  Opened: 'opened',
  SpamComplaint: 'complained',
} as const

function basics({
  id,
  kind,
  to_address,
  from_address,
  subject,
  received_at,
}: Entry): Pick<InboxMessage, 'id' | 'kind' | 'to' | 'from' | 'subject' | 'received_at'> {
  return { id, kind, to: to_address, from: from_address, subject, received_at }
}
