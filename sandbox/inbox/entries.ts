import type { DatabaseSync } from 'node:sqlite'
import { all, first, run } from '../core/sqlite.ts'

export type Kind = 'email' | 'sms'

export interface Entry {
  seq: number
  id: string
  kind: Kind
  to_address: string
  from_address: string
  subject: string
  received_at: string
}

export interface EntryFilter {
  to?: string | undefined
  q?: string | undefined
  kind?: Kind | undefined
  before?: number | undefined
  /** An instant, ISO 8601 in UTC. */
  since?: string | undefined
  limit: number
}

export function createEntrySchema(database: DatabaseSync): void {
  database.exec(`
    create table if not exists inbox_entry (
      seq integer primary key autoincrement, id text not null unique, kind text not null,
      to_address text not null,
      from_address text not null, subject text not null, searchable text not null,
      received_at text not null)`)
}

export function addEntry(database: DatabaseSync, entry: Omit<Entry, 'seq'> & { text: string }): void {
  const { text, ...columns } = entry
  run(
    database,
    `insert into inbox_entry (id, kind, to_address, from_address, subject, searchable, received_at)
       values ($id, $kind, $to_address, $from_address, $subject, $searchable, $received_at)`,
    { ...columns, searchable: `${entry.to_address}\n${entry.from_address}\n${entry.subject}\n${text}` },
  )
}

export function findEntries(database: DatabaseSync, filter: EntryFilter): Entry[] {
  return all<Entry>(
    database,
    `select seq, id, kind, to_address, from_address, subject, received_at from inbox_entry
      where ($kind is null or kind = $kind)
        and ($to is null or instr(lower(to_address), lower($to)) > 0)
        and ($q is null or instr(lower(searchable), lower($q)) > 0)
        and ($before is null or seq < $before)
        and ($since is null or received_at >= $since)
      order by seq desc limit $limit`,
    {
      kind: filter.kind ?? null,
      to: filter.to || null,
      q: filter.q || null,
      before: filter.before ?? null,
      since: filter.since ?? null,
      limit: filter.limit,
    },
  )
}

export function findEntry(database: DatabaseSync, id: string): Entry | undefined {
  return first<Entry>(
    database,
    'select seq, id, kind, to_address, from_address, subject, received_at from inbox_entry where id = $id',
    { id },
  )
}

export function clearEntries(database: DatabaseSync, kind: Kind): void {
  run(database, 'delete from inbox_entry where kind = $kind', { kind })
}
