import type { DatabaseSync } from 'node:sqlite'
import { all, first, run } from '../../core/sqlite.ts'
import type { Payment, Refund } from './payment.ts'

export type Store = ReturnType<typeof createStore>

interface Found {
  ids?: readonly string[] | undefined
  refIds?: readonly string[] | undefined
  memberId?: string
}

export function createStore(db: DatabaseSync) {
  db.exec(`
    create table if not exists tokenio_payment (id text primary key, ref_id text not null, body text not null);
    create table if not exists tokenio_refund (id text primary key, ref_id text not null, body text not null);
    create table if not exists tokenio_setting (name text primary key, value text not null)`)

  const keep = (table: 'tokenio_payment' | 'tokenio_refund') => ({
    save(row: Payment | Refund): void {
      run(
        db,
        `insert into ${table} (id, ref_id, body) values ($id, $refId, $body)
         on conflict (id) do update set body = $body`,
        { id: row.id, refId: row.initiation.refId, body: JSON.stringify(row) },
      )
    },
    rows({ ids, refIds, memberId }: Found, limit: number): string[] {
      return all<{ body: string }>(
        db,
        `select body from ${table}
         where ($ids is null or id in (select value from json_each($ids)))
           and ($refIds is null or ref_id in (select value from json_each($refIds)))
           and ($memberId is null or json_extract(body, '$.memberId') = $memberId)
         order by rowid desc limit $limit`,
        {
          ids: ids ? JSON.stringify(ids) : null,
          refIds: refIds ? JSON.stringify(refIds) : null,
          memberId: memberId ?? null,
          limit,
        },
      ).map(({ body }) => body)
    },
  })
  const payments = keep('tokenio_payment')
  const refunds = keep('tokenio_refund')

  return {
    savePayment: (payment: Payment) => payments.save(payment),
    saveRefund: (refund: Refund) => refunds.save(refund),
    payments: (found: Found = {}, limit = 200) =>
      payments.rows(found, limit).map((body) => JSON.parse(body) as Payment),
    refunds: (found: Found = {}, limit = 200) =>
      refunds.rows(found, limit).map((body) => JSON.parse(body) as Refund),
    reset(): void {
      db.exec('delete from tokenio_payment; delete from tokenio_refund')
    },
    setting(name: string, make: () => string): string {
      const known = first<{ value: string }>(db, 'select value from tokenio_setting where name = $name', {
        name,
      })
      if (known) return known.value
      const value = make()
      run(db, 'insert into tokenio_setting values ($name, $value)', { name, value })
      return value
    },
  }
}
