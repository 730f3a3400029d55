import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { addEntry, clearEntries } from '../inbox/entries.ts'
import { all, first, run } from '../core/sqlite.ts'
import type { Address } from './addresses.ts'
import type { Message } from './message.ts'

export interface StoredMessage {
  id: string
  server: string
  from_header: string
  from_email: string
  to_addresses: Address[]
  cc_addresses: Address[]
  bcc_addresses: Address[]
  reply_to: string
  subject: string
  html_body: string
  text_body: string
  tag: string
  stream: string
  track_opens: boolean
  track_links: string
  headers: { Name: string; Value: string }[]
  metadata: Record<string, string>
  status: 'Queued' | 'Sent'
  received_at: string
}

export type MessageRow = {
  [Column in keyof StoredMessage]: StoredMessage[Column] extends string ? string : unknown
}

export interface StoredAttachment {
  position: number
  name: string
  content_type: string
  content_id: string | null
  length: number
}

export function createMessageSchema(database: DatabaseSync): void {
  database.exec(`
    create table if not exists postmark_message (
      seq integer primary key autoincrement, id text not null unique, server text not null, from_header text not null,
      from_email text not null, to_addresses text not null, cc_addresses text not null,
      bcc_addresses text not null,
      reply_to text not null, subject text not null, html_body text not null, text_body text not null,
      tag text not null, stream text not null, track_opens integer not null, track_links text not null,
      headers text not null, metadata text not null, status text not null, received_at text not null);
    create table if not exists postmark_metadata (
      message_id text not null, name text not null, value text not null, primary key (message_id, name));
    create index if not exists postmark_metadata_value on postmark_metadata (name, value);
    create table if not exists postmark_recipient (
      message_id text not null, email text not null, primary key (message_id, email));
    create index if not exists postmark_recipient_email on postmark_recipient (email);
    create table if not exists postmark_attachment (
      message_id text not null, position integer not null, name text not null, content_type text not null,
      content_id text, content blob not null, primary key (message_id, position))`)
}

export function storeMessage(database: DatabaseSync, server: string, message: Message): string {
  const id = randomUUID()
  const receivedAt = new Date().toISOString()
  run(
    database,
    `insert into postmark_message (id, server, from_header, from_email, to_addresses, cc_addresses, bcc_addresses,
    reply_to,
       subject, html_body, text_body, tag, stream, track_opens, track_links, headers, metadata, status,
       received_at)
     values ($id, $server, $fromHeader, $fromEmail, $to, $cc, $bcc, $replyTo, $subject, $html, $text, $tag, $stream,
       $trackOpens, $trackLinks, $headers, $metadata, 'Queued', $receivedAt)`,
    {
      id,
      server,
      fromHeader: message.fromHeader,
      fromEmail: message.from.email,
      to: JSON.stringify(message.to),
      cc: JSON.stringify(message.cc),
      bcc: JSON.stringify(message.bcc),
      replyTo: message.replyTo,
      subject: message.subject,
      html: message.htmlBody,
      text: message.textBody,
      tag: message.tag,
      stream: message.stream,
      trackOpens: message.trackOpens ? 1 : 0,
      trackLinks: message.trackLinks,
      headers: JSON.stringify(message.headers),
      metadata: JSON.stringify(message.metadata),
      receivedAt,
    },
  )
  for (const [name, value] of Object.entries(message.metadata)) {
    run(database, 'insert into postmark_metadata values ($id, $name, $value)', { id, name, value })
  }
  for (const { email } of [...message.to, ...message.cc, ...message.bcc]) {
    run(database, 'insert or ignore into postmark_recipient values ($id, $email)', {
      id,
      email: email.toLowerCase(),
    })
  }
  for (const [position, { name, contentType, contentId, content }] of message.attachments.entries()) {
    run(
      database,
      'insert into postmark_attachment values ($id, $position, $name, $contentType, $contentId, $content)',
      { id, position, name, contentType, contentId, content },
    )
  }
  addEntry(database, {
    id,
    kind: 'email',
    to_address: message.to.map(({ email }) => email).join(', '),
    from_address: message.from.email,
    subject: message.subject,
    text: message.textBody,
    received_at: receivedAt,
  })
  return id
}

export function findMessage(database: DatabaseSync, id: string): StoredMessage | undefined {
  const row = first<MessageRow>(database, 'select * from postmark_message where id = $id', { id })
  return row && messageOf(row)
}

export function messageOf(row: MessageRow): StoredMessage {
  return {
    ...row,
    to_addresses: parseAddressColumn(row.to_addresses),
    cc_addresses: parseAddressColumn(row.cc_addresses),
    bcc_addresses: parseAddressColumn(row.bcc_addresses),
    headers: JSON.parse(String(row.headers)) as StoredMessage['headers'],
    metadata: JSON.parse(String(row.metadata)) as StoredMessage['metadata'],
    track_opens: row.track_opens === 1,
    status: row.status as StoredMessage['status'],
  }
}

export function recipientsOf(message: StoredMessage): string[] {
  const addresses = [...message.to_addresses, ...message.cc_addresses, ...message.bcc_addresses]
  return [...new Set(addresses.map(({ email }) => email))]
}

export function attachmentsOf(database: DatabaseSync, messageId: string): StoredAttachment[] {
  return all<StoredAttachment>(
    database,
    `select position, name, content_type, content_id, length(content) as length from postmark_attachment
      where message_id = $messageId order by position`,
    { messageId },
  )
}

export function attachmentContent(
  database: DatabaseSync,
  messageId: string,
  position: number,
): (StoredAttachment & { content: Uint8Array<ArrayBuffer> }) | undefined {
  return first(
    database,
    `select position, name, content_type, content_id, length(content) as length, content
       from postmark_attachment where message_id = $messageId and position = $position`,
    { messageId, position },
  )
}

export function clearMessages(database: DatabaseSync): void {
  for (const table of ['message', 'metadata', 'recipient', 'attachment']) {
    run(database, `delete from postmark_${table}`)
  }
  clearEntries(database, 'email')
}

function parseAddressColumn(json: unknown): Address[] {
  return JSON.parse(json as string) as Address[]
}
