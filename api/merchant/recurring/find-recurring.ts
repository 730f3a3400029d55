import { IsolationLevel } from '@mikro-orm/core'
import { loadRecurringLogs } from '../../../db/recurring/event-store.ts'
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
import { fold, type RecurringState, type RecurringStatus } from '../../../domain/recurring/index.ts'
import type { RecurringTemplate } from '../../../domain/recurring/template.ts'
import { tagOfLog } from '../../http/entity-tag.ts'
import { notFound } from '../../http/problem.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { requestOf } from '../invoices/customer-of-request.ts'
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
  const [recurring] = await loadMany(em, [id])
  if (!recurring) throw new RangeError(`no recurring invoice ${id}`)
  return recurring
}

/** Uses one snapshot, so that rows, logs and templates match. */
async function loadMany(em: EntityManager, ids: readonly string[]): Promise<LoadedRecurring[]> {
  return em.transactional(
    async (tx) => {
      const where = { id: { $in: [...ids] } }
      const rows = await tx.find(RecurringRow, where, { orderBy: { id: 'desc' }, refresh: true })
      const logs = await loadRecurringLogs(tx, ids)
      const states = new Map(ids.map((id) => [id, fold(logs.get(id) ?? [])]))
      const templateIds = [...states.values()].map(({ templateId }) => templateId)
      const templates = await tx.find(RecurringTemplateRow, { id: { $in: templateIds } })
      const customers = await namedCustomers(tx, templates)
      const bodies = new Map(templates.map(({ id, body }) => [id, withNamed(body, customers)]))
      return rows.map((row) => {
        const state = states.get(row.id) ?? fold([])
        return { row, state, template: bodies.get(state.templateId) ?? null }
      })
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  )
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
  const found = await em.find(RecurringRow, where, { orderBy: { id: 'desc' }, limit: limit + 1 })
  const { rows, nextCursor } = pageOf(found, limit, ({ id }) => id)
  const ids = rows.map(({ id }) => id)
  const data = ids.length > 0 ? (await loadMany(em, ids)).map(viewOf) : []
  return { data, next_cursor: nextCursor }
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
