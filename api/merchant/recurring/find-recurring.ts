import { IsolationLevel } from '@mikro-orm/core'
import { loadRecurring as loadState } from '../../../db/recurring/event-store.ts'
import {
  CustomerRow,
  RecurringEventRow,
  RecurringRow,
  RecurringTemplateRow,
} from '../../../db/entities/index.ts'
import { isId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { pageOf } from '../../../db/page.ts'
import { HIDDEN_EVENTS } from '../../../domain/events/recurring-events.ts'
import { INITIAL, type RecurringState, type RecurringStatus } from '../../../domain/recurring/index.ts'
import type { RecurringTemplate } from '../../../domain/recurring/template.ts'
import { tagOfLog } from '../../http/entity-tag.ts'
import { notFound } from '../../http/errors/problem.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { requestOf } from '../invoices/request/customer-of-request.ts'
import { recurringView } from './recurring-view.ts'

/** @throws Problem `not_found`, also for another merchant's or mode's recurring invoice */
export async function findRecurring(em: EntityManager, id: string, tenant: Tenant): Promise<RecurringRow> {
  const row = isId('rec', id) ? await em.findOne(RecurringRow, { id, ...tenant }, { refresh: true }) : null
  if (!row) throw notFound('Recurring invoice')
  return row
}

export interface LoadedRecurring {
  row: RecurringRow
  state: RecurringState
  template: RecurringTemplate | null
}

export async function loadRecurring(em: EntityManager, id: string): Promise<LoadedRecurring> {
  return inSnapshot(em, async (tx) => {
    const row = await tx.findOneOrFail(RecurringRow, { id }, { refresh: true })
    const state = await loadState(tx, id)
    const templates = await loadTemplates(tx, [state.templateId])
    return { row, state, template: templates.get(state.templateId) ?? null }
  })
}

/** Rows, logs and templates match. */
function inSnapshot<T>(em: EntityManager, read: (tx: EntityManager) => Promise<T>): Promise<T> {
  const options = { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true }
  return em.transactional(read, options)
}

async function loadTemplates(
  tx: EntityManager,
  ids: readonly string[],
): Promise<Map<string, RecurringTemplate | null>> {
  const templates = ids.length > 0 ? await tx.find(RecurringTemplateRow, { id: { $in: [...ids] } }) : []
  const customers = await namedCustomers(tx, templates)
  return new Map(templates.map(({ id, body }) => [id, withNamed(body, customers)]))
}

async function namedCustomers(
  tx: EntityManager,
  templates: readonly RecurringTemplateRow[],
): Promise<Map<string, CustomerRow>> {
  const ids = templates.flatMap(({ body }) => body?.customer.id ?? [])
  const customers = ids.length > 0 ? await tx.find(CustomerRow, { id: { $in: ids }, erasedAt: null }) : []
  return new Map(customers.map((customer) => [customer.id, customer]))
}

function withNamed(
  body: RecurringTemplate | null | undefined,
  customers: ReadonlyMap<string, CustomerRow>,
): RecurringTemplate | null {
  const customer = customers.get(body?.customer.id ?? '')
  if (!body || !customer) return body ?? null
  const { id, name, email, cc } = customer
  const named = { ...requestOf(customer), id, name: name ?? '', email: email ?? '', cc }
  const details = { ...named, ...(customer.language ? { language: customer.language } : {}) }
  return { ...body, customer: details }
}

export async function viewRecurring(em: EntityManager, id: string) {
  return (await viewTagged(em, id)).view
}

export async function viewTagged(em: EntityManager, id: string) {
  const recurring = await loadRecurring(em, id)
  return { view: viewOf(recurring), tag: tagOfLog(recurring.row) }
}

export function viewOf({ row, state, template }: LoadedRecurring) {
  return recurringView(row, state, template, Date.now() + state.testClockOffsetMs)
}

/** Reads no log: a page of them would be long. */
function listedView(row: RecurringRow, template: RecurringTemplate | null) {
  const { status, testClockOffsetMs, summary } = row
  const state = { ...INITIAL, ...summary, status, testClockOffsetMs }
  return recurringView(row, state, template, Date.now() + testClockOffsetMs)
}

export async function listRecurring(
  em: EntityManager,
  tenant: Tenant,
  filter: { limit: number; cursor?: string | undefined; status?: RecurringStatus | undefined },
) {
  const { limit, cursor, status } = filter
  const where = {
    ...tenant,
    ...(cursor === undefined ? {} : { id: { $lt: cursor } }),
    ...(status === undefined ? {} : { status }),
  }
  return inSnapshot(em, async (tx) => {
    const options = { orderBy: { id: 'desc' }, limit: limit + 1, refresh: true } as const
    const { rows, nextCursor } = pageOf(await tx.find(RecurringRow, where, options), limit, ({ id }) => id)
    const templates = await loadTemplates(
      tx,
      rows.map(({ templateId }) => templateId),
    )
    return {
      data: rows.map((row) => listedView(row, templates.get(row.templateId) ?? null)),
      next_cursor: nextCursor,
    }
  })
}

export async function listRecurringEvents(
  em: EntityManager,
  id: string,
  { limit, after }: { limit: number; after?: number | undefined },
): Promise<{ rows: RecurringEventRow[]; nextCursor: string | null }> {
  const later = after === undefined ? {} : { seq: { $gt: after } }
  const where = { recurringId: id, type: { $nin: [...HIDDEN_EVENTS] }, ...later }
  const found = await em.find(RecurringEventRow, where, { orderBy: { seq: 'asc' }, limit: limit + 1 })
  return pageOf(found, limit, ({ seq }) => String(seq))
}
