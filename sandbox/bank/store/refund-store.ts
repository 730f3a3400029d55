import type { DatabaseSync } from 'node:sqlite'
import { all, first, run, transact } from '../../core/sqlite.ts'
import type { Refund } from '../model/refund.ts'

export type RefundStore = ReturnType<typeof createRefundStore>

export function createRefundStore(db: DatabaseSync) {
  db.exec(`
    create table if not exists bank_refund (
      id text primary key, payment_id text not null, body text not null, due_at integer);
    create index if not exists bank_refund_payment on bank_refund (payment_id);
    create index if not exists bank_refund_due on bank_refund (due_at) where due_at is not null`)

  return {
    transact: <T>(work: () => T): T => transact(db, work),
    save(refund: Refund): void {
      const { id, paymentId, dueAt: due = null } = refund
      run(
        db,
        `insert into bank_refund (id, payment_id, body, due_at) values ($id, $paymentId, $body, $due)
         on conflict (id) do update set body = $body, due_at = $due`,
        { id, paymentId, due, body: JSON.stringify(refund) },
      )
    },
    find: (id: string): Refund | undefined =>
      refunds(all(db, 'select body from bank_refund where id = $id', { id }))[0],
    list: (limit = 200): Refund[] =>
      refunds(all(db, 'select body from bank_refund order by rowid desc limit $limit', { limit })),
    ofPayments: (paymentIds: string[]): Refund[] =>
      refunds(
        all(
          db,
          `select body from bank_refund
           where payment_id in (select value from json_each($ids)) order by rowid`,
          { ids: JSON.stringify(paymentIds) },
        ),
      ),
    due: (now: number): Refund[] =>
      refunds(all(db, 'select body from bank_refund where due_at <= $now order by due_at, rowid', { now })),
    nextDueAt: (): number | undefined =>
      first<{ due: number | null }>(db, 'select min(due_at) as due from bank_refund')?.due ?? undefined,
  }
}

function refunds(rows: { body: string }[]): Refund[] {
  return rows.map(({ body }) => JSON.parse(body) as Refund)
}
