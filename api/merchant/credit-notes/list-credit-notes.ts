import * as v from 'valibot'
import { type CreditNotePosition, listCreditNotes } from '../../../db/credit-notes/list.ts'
import { isId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { instant } from '../../http/request/fields.ts'
import {
  idFilter,
  invalidCursor,
  isCursorInstant,
  limit,
  parseQuery,
  readCursor,
  textCursor,
  textFilter,
  writeCursor,
} from '../../http/request/list-query.ts'

export const CreditNoteListQuery = v.strictObject({
  limit: v.optional(limit, '25'),
  cursor: textCursor,
  invoice: idFilter('inv', 'an invoice'),
  customer: v.optional(textFilter(254)),
  created_from: v.optional(instant),
  created_before: v.optional(instant),
})

/** @throws Problem `invalid_query` */
export async function listFromQuery(em: EntityManager, tenant: Tenant, query: Record<string, unknown>) {
  const parsed = parseQuery(CreditNoteListQuery, query)
  const { limit: size, cursor, invoice, customer, created_from: from, created_before: before } = parsed
  const { rows, next } = await listCreditNotes(em, tenant, {
    limit: size,
    after: cursor === undefined ? undefined : positionOf(cursor),
    invoice,
    customer,
    createdFrom: from === undefined ? undefined : new Date(from),
    createdBefore: before === undefined ? undefined : new Date(before),
  })
  return { rows, nextCursor: next && writeCursor(next) }
}

function positionOf(cursor: string): CreditNotePosition {
  const [createdAt, id, ...others] = readCursor(cursor)
  if (!isCursorInstant(createdAt) || typeof id !== 'string' || !isId('crn', id) || others.length > 0) {
    throw invalidCursor()
  }
  return [createdAt, id]
}
