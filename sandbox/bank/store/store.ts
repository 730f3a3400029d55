import type { DatabaseSync } from 'node:sqlite'
import { all, first, run, transact } from '../../core/sqlite.ts'
import type { Payment } from '../model/payment.ts'

export interface Answer {
  hash: string
  status: number
  body: string
}

export type Store = ReturnType<typeof createStore>

export function createStore(db: DatabaseSync) {
  db.exec(`
    create table if not exists bank_payment (
      id text primary key, body text not null, due_at integer, created_at integer);
    create table if not exists bank_answer (
      key text primary key, hash text not null, status integer, body text);
    create table if not exists bank_token (
      token text primary key, client_id text not null, expires_at integer not null);
    create table if not exists bank_resource_token (token text primary key, payment_id text not null);
    create table if not exists bank_setting (name text primary key, value text not null);
    create index if not exists bank_payment_due on bank_payment (due_at) where due_at is not null`)
  return {
    transact: <T>(work: () => T): T => transact(db, work),

    savePayment(payment: Payment): void {
      const { id, dueAt: due = null, createdAt: created } = payment
      run(
        db,
        `insert into bank_payment (id, body, due_at, created_at) values ($id, $body, $due, $created)
         on conflict (id) do update set body = $body, due_at = $due`,
        { id, due, created, body: JSON.stringify(payment) },
      )
    },
    findPayment: (id: string): Payment | undefined =>
      payments(all(db, 'select body from bank_payment where id = $id', { id }))[0],
    listPayments: (limit = 200): Payment[] =>
      payments(
        all(db, 'select body from bank_payment order by created_at desc, rowid desc limit $limit', { limit }),
      ),
    duePayments: (now: number): Payment[] =>
      payments(all(db, 'select body from bank_payment where due_at <= $now order by due_at', { now })),
    nextDueAt: (): number | undefined =>
      first<{ due: number | null }>(db, 'select min(due_at) as due from bank_payment')?.due ?? undefined,

    saveToken(token: string, clientId: string, expiresAt: number): void {
      run(db, 'delete from bank_token where expires_at < $now', { now: Date.now() })
      run(db, 'insert into bank_token values ($token, $clientId, $expiresAt)', { token, clientId, expiresAt })
    },
    clientOfToken: (token: string): string | undefined =>
      first<{ client_id: string }>(
        db,
        'select client_id from bank_token where token = $token and expires_at > $now',
        { token, now: Date.now() },
      )?.client_id,
    saveResourceToken(token: string, paymentId: string): void {
      run(db, 'insert into bank_resource_token values ($token, $paymentId)', { token, paymentId })
    },
    paymentOfToken: (token: string): string | undefined =>
      first<{ payment_id: string }>(db, 'select payment_id from bank_resource_token where token = $token', {
        token,
      })?.payment_id,

    findAnswer: (key: string): Answer | undefined =>
      first(db, 'select hash, status, body from bank_answer where key = $key and status is not null', {
        key,
      }),
    saveAnswer(key: string, { hash, status, body }: Answer): void {
      run(db, 'insert or replace into bank_answer values ($key, $hash, $status, $body)', {
        key,
        hash,
        status,
        body,
      })
    },

    setting(name: string, make: () => string): string {
      const sql = 'select value from bank_setting where name = $name'
      const known = first<{ value: string }>(db, sql, { name })
      if (known) return known.value
      const value = make()
      run(db, 'insert into bank_setting values ($name, $value)', { name, value })
      return value
    },
  }
}

function payments(rows: { body: string }[]): Payment[] {
  return rows.map(({ body }) => JSON.parse(body) as Payment)
}
