import type { DatabaseSync } from 'node:sqlite'
import { all, first, run } from '../sqlite.ts'

export type PaymentStatus =
  | 'authorization_required'
  | 'authorizing'
  | 'authorized'
  | 'executed'
  | 'settled'
  | 'failed'

/** A payment as the bank keeps it. Instants are milliseconds since 1970. */
export interface Payment {
  id: string
  /** Unguessable part of the address the payer is sent to. */
  secret: string
  request: PaymentRequest
  userId: string
  returnUri: string | null
  status: PaymentStatus
  /** The next step happens only when the control API says so. */
  held: boolean
  createdAt: number
  authorizedAt?: number
  executedAt?: number
  settledAt?: number
  failedAt?: number
  failureReason?: string
  failureStage?: string
  /** Payer's account chosen on the consent page. */
  account?: string
  /** When the next step is due; absent: not by itself. */
  dueAt?: number
}

export interface PaymentRequest {
  amount_in_minor: number
  currency: string
  payment_method: {
    type: 'bank_transfer'
    provider_selection: { type: string; provider_id?: string }
    beneficiary: {
      type: string
      merchant_account_id?: string
      account_holder_name?: string
      reference?: string
    }
  }
  user: { id?: string; name: string; email?: string; phone?: string }
  metadata?: Record<string, string>
}

export type Store = ReturnType<typeof createStore>

/** Payments, tokens and remembered answers, in SQLite so that they survive a restart. */
export function createStore(db: DatabaseSync) {
  db.exec(`
    create table if not exists bank_payment (id text primary key, body text not null, due_at integer, created_at integer);
    create table if not exists bank_answer (
      key text primary key, hash text not null, status integer, body text);
    create table if not exists bank_token (token text primary key, expires_at integer not null);
    create table if not exists bank_setting (name text primary key, value text not null);
    create index if not exists bank_payment_due on bank_payment (due_at) where due_at is not null`)
  return {
    savePayment(payment: Payment): void {
      run(
        db,
        `insert into bank_payment (id, body, due_at, created_at) values ($id, $body, $due, $created)
         on conflict (id) do update set body = $body, due_at = $due`,
        {
          id: payment.id,
          body: JSON.stringify(payment),
          due: payment.dueAt ?? null,
          created: payment.createdAt,
        },
      )
    },
    findPayment(id: string): Payment | undefined {
      return read(first<{ body: string }>(db, 'select body from bank_payment where id = $id', { id }))
    },
    listPayments(): Payment[] {
      return all<{ body: string }>(
        db,
        'select body from bank_payment order by created_at desc limit 200',
      ).flatMap((row) => read(row) ?? [])
    },
    duePayments(now: number): Payment[] {
      return all<{ body: string }>(db, 'select body from bank_payment where due_at <= $now order by due_at', {
        now,
      }).flatMap((row) => read(row) ?? [])
    },
    nextDueAt(): number | undefined {
      return (
        first<{ due: number | null }>(db, 'select min(due_at) as due from bank_payment')?.due ?? undefined
      )
    },
    saveToken(token: string, expiresAt: number): void {
      run(db, 'delete from bank_token where expires_at < $now', { now: Date.now() })
      run(db, 'insert into bank_token values ($token, $expiresAt)', { token, expiresAt })
    },
    isToken(token: string): boolean {
      const found = first(db, 'select 1 from bank_token where token = $token and expires_at > $now', {
        token,
        now: Date.now(),
      })
      return found !== undefined
    },
    findAnswer(key: string): { hash: string; status: number | null; body: string | null } | undefined {
      return first(db, 'select hash, status, body from bank_answer where key = $key', { key })
    },
    claimAnswer(key: string, hash: string): void {
      run(db, 'insert into bank_answer (key, hash) values ($key, $hash)', { key, hash })
    },
    saveAnswer(key: string, status: number, body: string): void {
      run(db, 'update bank_answer set status = $status, body = $body where key = $key', { key, status, body })
    },
    forgetAnswer(key: string): void {
      run(db, 'delete from bank_answer where key = $key', { key })
    },
    /** A value made once and kept. */
    setting(name: string, make: () => string): string {
      const known = first<{ value: string }>(db, 'select value from bank_setting where name = $name', {
        name,
      })
      if (known) return known.value
      const value = make()
      run(db, 'insert into bank_setting values ($name, $value)', { name, value })
      return value
    },
  }
}

function read(row: { body: string } | undefined): Payment | undefined {
  return row && (JSON.parse(row.body) as Payment)
}
