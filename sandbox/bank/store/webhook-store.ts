import type { DatabaseSync } from 'node:sqlite'
import { all, first, run, transact } from '../../core/sqlite.ts'
import type { DeliveryMode } from '../model/scenario.ts'

export interface Delivery {
  event_id: string
  type: string
  payment_id: string
  body: string
  state: 'pending' | 'waiting' | 'delivered' | 'dropped' | 'refused'
  deliveryMode: DeliveryMode
  copies: number
  attempts: number
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

export interface WebhookEvent {
  eventId: string
  type: string
  paymentId: string
  body: string
}

export function createWebhookStore(db: DatabaseSync, table: 'bank_webhook' | 'tokenio_webhook') {
  db.exec(`
    create table if not exists ${table} (
      event_id text primary key, type text not null, payment_id text not null, body text not null,
      state text not null, attempts integer not null default 0, last_status integer, due_at integer,
      deliveryMode text not null default 'delivered', copies integer not null default 1);
    create table if not exists ${table}_attempt (
      event_id text not null, at text not null, status integer, error text);
    create index if not exists ${table}_attempt_event on ${table}_attempt (event_id);
    create table if not exists ${table}_hold (
      only integer primary key check (only = 1), how text not null)`)

  function held(): Hold {
    return first<{ how: Hold }>(db, `select how from ${table}_hold`)?.how ?? 'no'
  }

  return {
    held,
    hold(how: Hold): void {
      run(db, `insert or replace into ${table}_hold values (1, $how)`, { how })
    },
    add(event: WebhookEvent, deliveryMode: DeliveryMode = 'delivered', delayMs = 0): void {
      const lost = held() === 'drop' || deliveryMode === 'lost'
      const waits = deliveryMode === 'reordered'
      const due = Date.now() + (deliveryMode === 'delayed' ? delayMs : 0)
      run(
        db,
        `insert into ${table} (event_id, type, payment_id, body, state, due_at, deliveryMode, copies)
         values ($eventId, $type, $paymentId, $body, $state, $due, $deliveryMode, $copies)`,
        {
          ...event,
          state: lost ? 'dropped' : waits ? 'waiting' : 'pending',
          due: lost || waits ? null : due,
          deliveryMode,
          copies: deliveryMode === 'duplicated' ? 2 : 1,
        },
      )
    },
    find: (eventId: string): Delivery | undefined =>
      first(db, `select * from ${table} where event_id = $eventId`, { eventId }),
    due: (count: number, until: number, busy: string[]): Delivery[] =>
      all(
        db,
        `select * from ${table}
         where due_at <= $until and event_id not in (select value from json_each($busy))
         order by due_at, rowid limit $count`,
        { until, count, busy: JSON.stringify(busy) },
      ),
    expect(eventId: string): void {
      const sql = `update ${table} set state = 'pending', due_at = $now where event_id = $eventId`
      run(db, sql, { eventId, now: Date.now() })
    },
    record(delivery: Delivery, { status, error }: Omit<Attempt, 'at'>, wait: number): void {
      const { event_id: eventId, payment_id: paymentId, deliveryMode } = delivery
      const now = Date.now()
      const taken = status !== null && status >= 200 && status < 300
      const refused = !taken && isForged(deliveryMode)
      const copies = taken ? Math.max(delivery.copies - 1, 0) : delivery.copies
      const isDone = taken && copies === 0
      transact(db, () => {
        run(
          db,
          `update ${table} set attempts = attempts + 1, last_status = $status, copies = $copies,
             state = $state, due_at = $due where event_id = $eventId`,
          {
            eventId,
            status,
            copies,
            state: isDone ? 'delivered' : refused ? 'refused' : 'pending',
            due: isDone || refused ? null : now + (taken ? 0 : wait),
          },
        )
        if (isDone) {
          run(
            db,
            `update ${table} set state = 'pending', due_at = $now
             where payment_id = $paymentId and state = 'waiting'`,
            { paymentId, now },
          )
        }
        run(db, `insert into ${table}_attempt values ($eventId, $at, $status, $error)`, {
          eventId,
          at: new Date(now).toISOString(),
          status,
          error,
        })
      })
    },
    clear(): void {
      db.exec(`delete from ${table}; delete from ${table}_attempt; delete from ${table}_hold`)
    },
    list(): (Delivery & { history: Attempt[] })[] {
      const rows = all<Delivery>(db, `select * from ${table} order by rowid desc limit 500`)
      const tries = all<Attempt & { event_id: string }>(
        db,
        `select event_id, at, status, error from ${table}_attempt
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

function isForged(deliveryMode: DeliveryMode): boolean {
  return deliveryMode === 'forged' || deliveryMode === 'stale'
}
