import { randomBytes } from 'node:crypto'
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { addEntry, clearEntries } from '../inbox/entries.ts'
import { all, first, run, transact } from '../core/sqlite.ts'
import { countSegments } from './segments.ts'
import type { NewText } from './validate.ts'

export type TextStatus = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'received'

export interface Text {
  sid: string
  account_sid: string
  direction: 'outbound-api' | 'inbound'
  to_number: string
  from_number: string
  messaging_service_sid: string | null
  body: string
  status: TextStatus
  error_code: number | null
  status_callback: string | null
  segments: number
  created_at: string
  sent_at: string | null
  updated_at: string
}

export interface TextEvent {
  status: TextStatus
  at: string
}

export interface TextFilter {
  accountSid: string
  to?: string | undefined
  from?: string | undefined
  sentFrom?: string | undefined
  sentUntil?: string | undefined
}

export function createTextSchema(database: DatabaseSync): void {
  database.exec(`
    create table if not exists twilio_text (
      seq integer primary key autoincrement, sid text not null unique, account_sid text not null,
      direction text not null,
      to_number text not null, from_number text not null, messaging_service_sid text, body text not null,
      status text not null, error_code integer, status_callback text, segments integer not null,
      created_at text not null, sent_at text, updated_at text not null);
    create index if not exists twilio_text_to on twilio_text (to_number);
    create table if not exists twilio_event (
      id integer primary key autoincrement, sid text not null, status text not null, at text not null);
    create table if not exists twilio_opt_out (
      phone text not null, sender text not null, primary key (phone, sender))`)
}

export function storeText(
  database: DatabaseSync,
  text: NewText,
  accountSid: string,
  direction: Text['direction'] = 'outbound-api',
): Text {
  const now = new Date().toISOString()
  const sid = `SM${randomBytes(16).toString('hex')}`
  const status = direction === 'inbound' ? 'received' : 'queued'
  return transact(database, () => {
    run(
      database,
      `insert into twilio_text (sid, account_sid, direction, to_number, from_number, messaging_service_sid, body, status,
         status_callback, segments, created_at, updated_at)
       values ($sid, $accountSid, $direction, $to, $from, $messagingServiceSid, $body, $status, $statusCallback, $segments,
         $now, $now)`,
      { ...text, sid, accountSid, direction, status, segments: countSegments(text.body), now },
    )
    addTextEvent(database, sid, status, now)
    addEntry(database, {
      id: sid,
      kind: 'sms',
      to_address: text.to,
      from_address: text.from || (text.messagingServiceSid ?? ''),
      subject: '',
      text: text.body,
      received_at: now,
    })
    return findText(database, sid) as Text
  })
}

export function findText(database: DatabaseSync, sid: string): Text | undefined {
  return first<Text>(database, 'select * from twilio_text where sid = $sid', { sid })
}

export function advanceText(
  database: DatabaseSync,
  sid: string,
  status: TextStatus,
  errorCode: number | null = null,
): void {
  const now = new Date().toISOString()
  run(
    database,
    `update twilio_text set status = $status, error_code = $errorCode, updated_at = $now,
       sent_at = coalesce(sent_at, $now) where sid = $sid`,
    { sid, status, errorCode, now },
  )
  addTextEvent(database, sid, status, now)
}

export function listTexts(
  database: DatabaseSync,
  filter: TextFilter,
  page: number,
  pageSize: number,
): Text[] {
  const values: Record<string, SQLInputValue> = {
    accountSid: filter.accountSid,
    to: filter.to ?? null,
    from: filter.from ?? null,
    sentFrom: filter.sentFrom ?? null,
    sentUntil: filter.sentUntil ?? null,
  }
  return all<Text>(
    database,
    `select * from twilio_text where account_sid = $accountSid and ($to is null or to_number = $to)
       and ($from is null or from_number = $from)
       and ($sentFrom is null or coalesce(sent_at, created_at) >= $sentFrom)
       and ($sentUntil is null or coalesce(sent_at, created_at) < $sentUntil)
     order by seq desc limit $limit offset $offset`,
    { ...values, limit: pageSize, offset: page * pageSize },
  )
}

export function removeText(database: DatabaseSync, sid: string): void {
  run(database, 'delete from twilio_text where sid = $sid', { sid })
  run(database, 'delete from inbox_entry where id = $sid', { sid })
}

export function textEventsOf(database: DatabaseSync, sid: string): TextEvent[] {
  return all<TextEvent>(database, 'select status, at from twilio_event where sid = $sid order by id', { sid })
}

export function optOut(database: DatabaseSync, phone: string, sender: string): void {
  run(database, 'insert or ignore into twilio_opt_out values ($phone, $sender)', { phone, sender })
}

export function optIn(database: DatabaseSync, phone: string, sender: string): void {
  run(database, 'delete from twilio_opt_out where phone = $phone and sender = $sender', { phone, sender })
}

export function hasOptedOut(database: DatabaseSync, phone: string, sender: string): boolean {
  return (
    first(database, 'select 1 from twilio_opt_out where phone = $phone and sender = $sender', {
      phone,
      sender,
    }) !== undefined
  )
}

export function clearTexts(database: DatabaseSync): void {
  for (const table of ['text', 'event', 'opt_out']) run(database, `delete from twilio_${table}`)
  clearEntries(database, 'sms')
}

function addTextEvent(database: DatabaseSync, sid: string, status: TextStatus, at: string): void {
  run(database, 'insert into twilio_event (sid, status, at) values ($sid, $status, $at)', { sid, status, at })
}
