import { LockMode } from '@mikro-orm/core'
import type { CustomerEvent, CustomerField } from '../../domain/customer/events.ts'
import { type PublicCustomerEvent, toPublicCustomerEvent } from '../../domain/events/customer-events.ts'
import type { Cause } from '../../domain/shared/cause.ts'
import { CustomerEventRow, CustomerRow } from '../entities/index.ts'
import { newId } from '../ids.ts'
import { publishEvents } from '../events/publish.ts'
import type { EntityManager } from '../orm.ts'
import { pageOf } from '../page.ts'
import { executePrepared, readOne } from '../prepared.ts'
import type { Mode } from '../../domain/shared/mode.ts'

interface Tenant {
  merchantId: string
  mode: Mode
}

/** Blocks an erasure of the customer until the transaction ends. */
export async function lockCustomer(
  tx: EntityManager,
  id: string,
  { merchantId, mode }: Tenant,
): Promise<boolean> {
  const found = await executePrepared(
    tx,
    `select id from customer where id = ? and merchant_id = ? and mode = ? and erased_at is null for key share`,
    [id, merchantId, mode],
  )
  return found.length > 0
}

export async function readCustomer(
  em: EntityManager,
  id: string,
  { merchantId, mode }: Tenant,
): Promise<CustomerRow | undefined> {
  return readOne(em, CustomerRow, 'r.id = ? and r.merchant_id = ? and r.mode = ?', [id, merchantId, mode])
}

export async function listCustomerEvents(
  em: EntityManager,
  customerId: string,
  { limit, after }: { limit: number; after?: number | undefined },
): Promise<{ rows: CustomerEventRow[]; nextCursor: string | null }> {
  const later = after === undefined ? {} : { seq: { $gt: after } }
  const where = { customerId, ...later }
  const found = await em.find(CustomerEventRow, where, { orderBy: { seq: 'asc' }, limit: limit + 1 })
  return pageOf(found, limit, ({ seq }) => String(seq))
}

export type CustomerColumns = Pick<
  CustomerRow,
  | 'name'
  | 'email'
  | 'phone'
  | 'language'
  | 'companyNumber'
  | 'taxNumber'
  | 'vatNumber'
  | 'billingAddress'
  | 'purchaseOrder'
  | 'buyerReference'
  | 'deliveryAddress'
  | 'electronicAddress'
  | 'einvoiceFormat'
  | 'cc'
>

export async function createCustomer(
  tx: EntityManager,
  tenant: Tenant,
  id: string,
  columns: CustomerColumns,
  cause: Cause,
): Promise<void> {
  const now = new Date()
  const row = tx.create(CustomerRow, {
    id,
    ...tenant,
    ...columns,
    lastSeq: 0,
    createdAt: now,
    updatedAt: now,
  })
  await addEvent(tx, row, 'created', cause, {})
}

export async function updateCustomer(
  em: EntityManager,
  id: string,
  change: (row: CustomerRow) => CustomerField[],
  cause: Cause,
  claim?: (tx: EntityManager, id: string) => Promise<void>,
): Promise<boolean> {
  return em.transactional(
    async (tx) => {
      await claim?.(tx, id)
      const row = await tx.findOneOrFail(CustomerRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })
      if (row.erasedAt) return false
      const changed = change(row)
      if (changed.length > 0) await addEvent(tx, row, 'updated', cause, { changed })
      return true
    },
    { clear: true },
  )
}

/** The transaction must hold the lock of the customer's row. */
export async function addEvent(
  tx: EntityManager,
  row: CustomerRow,
  type: CustomerEventRow['type'],
  cause: Cause,
  data: CustomerEventRow['data'],
): Promise<void> {
  const at = new Date()
  row.lastSeq = (row.lastSeq ?? 0) + 1
  row.updatedAt = at
  const event = { id: newId('evt'), customerId: row.id, seq: row.lastSeq, type, at, cause, data }
  tx.create(CustomerEventRow, event)
  await tx.flush()
  await publishEvents(tx, row, [publicCustomerEvent(event)])
}

export function publicCustomerEvent(row: Omit<CustomerEventRow, symbol>): PublicCustomerEvent {
  const { id, customerId, seq, type, at, cause, data } = row
  const event = { ...data, type, at: at.getTime(), cause } as CustomerEvent
  return toPublicCustomerEvent({ id, customerId, seq, recordedAt: at.getTime(), event })
}
