import type { DatabaseSync } from 'node:sqlite'
import type { BounceType } from './bounce-types.ts'
import { all, first, run } from '../core/sqlite.ts'

export type EventType = 'Delivered' | 'Bounced' | 'Opened' | 'SpamComplaint'

export interface MessageEvent {
  recipient: string
  type: EventType
  received_at: string
  details: string
}

export interface Bounce {
  id: number
  message_id: string
  email: string
  type: BounceType
  bounced_at: string
}

export function createEventSchema(database: DatabaseSync): void {
  database.exec(`
    create table if not exists postmark_event (
      id integer primary key autoincrement, message_id text not null, recipient text not null,
      type text not null, received_at text not null, details text not null);
    create index if not exists postmark_event_message on postmark_event (message_id);
    create table if not exists postmark_bounce (
      id integer primary key autoincrement, message_id text not null, email text not null, type text not null,
      bounced_at text not null);
    create table if not exists postmark_suppression (
      server text not null, stream text not null, email text not null, reason text not null,
      created_at text not null, primary key (server, stream, email))`)
}

export function addEvent(
  database: DatabaseSync,
  messageId: string,
  recipient: string,
  type: EventType,
  details: object,
): void {
  run(
    database,
    `insert into postmark_event (message_id, recipient, type, received_at, details)
       values ($messageId, $recipient, $type, $at, $details)`,
    { messageId, recipient, type, at: new Date().toISOString(), details: JSON.stringify(details) },
  )
}

export function eventsOf(database: DatabaseSync, messageId: string): MessageEvent[] {
  return all<MessageEvent>(
    database,
    `select recipient, type, received_at, details from postmark_event
       where message_id = $messageId order by id`,
    { messageId },
  )
}

export function addBounce(database: DatabaseSync, bounce: Omit<Bounce, 'id' | 'bounced_at'>): Bounce {
  const bounced_at = new Date().toISOString()
  const { lastId } = run(
    database,
    `insert into postmark_bounce (message_id, email, type, bounced_at)
       values ($message_id, $email, $type, $bounced_at)`,
    { ...bounce, bounced_at },
  )
  return { ...bounce, id: lastId, bounced_at }
}

export function findBounce(database: DatabaseSync, id: number): Bounce | undefined {
  return first<Bounce>(database, 'select * from postmark_bounce where id = $id', { id })
}

export function findBounces(
  database: DatabaseSync,
  filter: { email?: string | undefined; type?: string | undefined; messageId?: string | undefined },
): Bounce[] {
  return all<Bounce>(
    database,
    `select * from postmark_bounce where ($email is null or instr(lower(email), lower($email)) > 0)
       and ($type is null or type = $type) and ($messageId is null or message_id = $messageId)
     order by id desc`,
    { email: filter.email ?? null, type: filter.type ?? null, messageId: filter.messageId ?? null },
  )
}

export interface ServerStream {
  server: string
  stream: string
}

export function suppress(
  database: DatabaseSync,
  { server, stream }: ServerStream,
  email: string,
  reason: string,
): void {
  run(
    database,
    'insert or ignore into postmark_suppression values ($server, $stream, $email, $reason, $at)',
    {
      server,
      stream,
      email: email.toLowerCase(),
      reason,
      at: new Date().toISOString(),
    },
  )
}

export function isSuppressed(
  database: DatabaseSync,
  { server, stream }: ServerStream,
  email: string,
): boolean {
  return (
    first(
      database,
      `select 1 from postmark_suppression
       where server = $server and stream = $stream and email = $email`,
      { server, stream, email: email.toLowerCase() },
    ) !== undefined
  )
}

export interface Suppression {
  email: string
  reason: string
  created_at: string
}

export function suppressionsOf(database: DatabaseSync, { server, stream }: ServerStream): Suppression[] {
  return all<Suppression>(
    database,
    `select email, reason, created_at from postmark_suppression where server = $server and stream = $stream
       order by created_at desc`,
    { server, stream },
  )
}

export function unsuppress(database: DatabaseSync, { server, stream }: ServerStream, email: string): boolean {
  return (
    run(
      database,
      `delete from postmark_suppression
       where server = $server and stream = $stream and email = $email`,
      { server, stream, email: email.toLowerCase() },
    ).changes > 0
  )
}

export function clearEvents(database: DatabaseSync): void {
  for (const table of ['event', 'bounce', 'suppression']) run(database, `delete from postmark_${table}`)
}
