import type { DatabaseSync } from 'node:sqlite'
import { all, first, run, transact } from '../sqlite.ts'

export interface Delivery {
  event_id: string
  type: string
  payment_id: string
  /** The JSON text that is signed and sent. */
  body: string
  state: 'pending' | 'delivered' | 'dropped'
  attempts: number
  /** Null: no answer. */
  last_status: number | null
  /** Milliseconds since 1970. */
  due_at: number | null
}

export interface Attempt {
  at: string
  status: number | null
  error: string | null
}

type Hold = 'no' | 'hold' | 'drop'
type WebhookBody = { type: string; event_id: string; event_version: number; payment_id?: string }

/** Webhooks, every try of each, and whether they are held, in SQLite so that they survive a restart. */
export function createWebhookStore(db: DatabaseSync) {
  db.exec(`
    create table if not exists bank_webhook (
      event_id text primary key, type text not null, payment_id text not null, body text not null,
      state text not null, attempts integer not null default 0, last_status integer, due_at integer);
    create table if not exists bank_webhook_attempt (
      event_id text not null, at text not null, status integer, error text);
    create index if not exists bank_webhook_attempt_event on bank_webhook_attempt (event_id);
    create table if not exists bank_webhook_hold (
      only integer primary key check (only = 1), how text not null)`)

  function held(): Hold {
    return first<{ how: Hold }>(db, 'select how from bank_webhook_hold')?.how ?? 'no'
  }

  return {
    held,
    hold(how: Hold): void {
      run(db, 'insert or replace into bank_webhook_hold values (1, $how)', { how })
    },
    add(event: WebhookBody): void {
      const lost = held() === 'drop'
      run(
        db,
        `insert into bank_webhook (event_id, type, payment_id, body, state, due_at)
         values ($eventId, $type, $paymentId, $body, $state, $due)`,
        {
          eventId: event.event_id,
          type: event.type,
          paymentId: event.payment_id ?? '',
          body: JSON.stringify(event),
          state: lost ? 'dropped' : 'pending',
          due: lost ? null : Date.now(),
        },
      )
    },
    find: (eventId: string): Delivery | undefined =>
      first(db, 'select * from bank_webhook where event_id = $eventId', { eventId }),
    /** The earliest that are due, but for those being sent. */
    due: (count: number, until: number, busy: string[]): Delivery[] =>
      all(
        db,
        `select * from bank_webhook
         where due_at <= $until and event_id not in (select value from json_each($busy))
         order by due_at, rowid limit $count`,
        { until, count, busy: JSON.stringify(busy) },
      ),
    /** Makes it due now. */
    expect(eventId: string): void {
      const sql = `update bank_webhook set state = 'pending', due_at = $now where event_id = $eventId`
      run(db, sql, { eventId, now: Date.now() })
    },
    /** Keeps what a try came to; an unsuccessful one is due again after `wait` milliseconds. */
    record(eventId: string, { status, error }: Omit<Attempt, 'at'>, wait: number): void {
      const now = Date.now()
      const taken = status !== null && status >= 200 && status < 300
      transact(db, () => {
        run(
          db,
          `update bank_webhook set attempts = attempts + 1, last_status = $status, state = $state,
             due_at = $due where event_id = $eventId`,
          { eventId, status, state: taken ? 'delivered' : 'pending', due: taken ? null : now + wait },
        )
        run(db, 'insert into bank_webhook_attempt values ($eventId, $at, $status, $error)', {
          eventId,
          at: new Date(now).toISOString(),
          status,
          error,
        })
      })
    },
    /** The newest first, each with its tries. */
    list(): (Delivery & { history: Attempt[] })[] {
      const rows = all<Delivery>(db, 'select * from bank_webhook order by rowid desc limit 500')
      const tries = all<Attempt & { event_id: string }>(
        db,
        `select event_id, at, status, error from bank_webhook_attempt
         where event_id in (select value from json_each($ids)) order by rowid`,
        { ids: JSON.stringify(rows.map(({ event_id: id }) => id)) },
      )
      const byEvent = Map.groupBy(tries, (attempt) => attempt.event_id)
      return rows.map((row) => ({
        ...row,
        history: (byEvent.get(row.event_id) ?? []).map(({ at, status, error }) => ({ at, status, error })),
      }))
    },
  }
}
