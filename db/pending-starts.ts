import type { EntityManager } from './orm.ts'
import { executePrepared } from './prepared.ts'

export interface InvoiceRef {
  id: string
  merchantId: string
}

export async function savePendingStart(tx: EntityManager, { id, merchantId }: InvoiceRef): Promise<void> {
  await executePrepared(tx, 'insert into pending_start (id, merchant_id) values (?, ?)', [id, merchantId])
}

export async function removePendingStart(em: EntityManager, invoiceId: string): Promise<void> {
  await executePrepared(em, 'delete from pending_start where id = ?', [invoiceId])
}

export const PENDING_START = `pending as (
    insert into pending_start (id, merchant_id) select id, merchant_id from written)`
