import { IsolationLevel } from '@mikro-orm/core'
import { loadRecurringEvents } from '../../../db/append-recurring.ts'
import { RecurringRow, RecurringTemplateRow } from '../../../db/entities/index.ts'
import { isId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { fold, type RecurringStatus } from '../../../domain/recurring/index.ts'
import { Problem } from '../../problem.ts'
import type { Tenant } from '../auth.ts'
import { recurringView } from './recurring-view.ts'

/** @throws Problem `not_found`, for a plan of another merchant or mode as for none at all */
export async function findRecurring(em: EntityManager, id: string, tenant: Tenant): Promise<RecurringRow> {
  const row = isId('rec', id) ? await em.fork().findOne(RecurringRow, { id, ...tenant }) : null
  if (!row) throw new Problem('not_found', 'No recurring invoice of yours has this id.')
  return row
}

/** A plan with its state and words, as they were at one moment. */
export async function loadPlan(em: EntityManager, id: string) {
  return em.fork().transactional(
    async (tx) => {
      const row = await tx.findOneOrFail(RecurringRow, { id })
      const state = fold(await loadRecurringEvents(tx, id))
      const template = await tx.findOne(RecurringTemplateRow, { id: state.templateId })
      return { row, state, template: template?.body ?? null }
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  )
}

export async function viewRecurring(em: EntityManager, id: string) {
  const { row, state, template } = await loadPlan(em, id)
  return recurringView(row, state, template, Date.now() + state.clockMs)
}

/** A page of a merchant's plans, newest first. */
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
  const found = await em.fork().find(RecurringRow, where, { orderBy: { id: 'desc' }, limit: limit + 1 })
  const rows = found.slice(0, limit)
  const data = await Promise.all(rows.map(({ id }) => viewRecurring(em, id)))
  return { data, next_cursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null }
}
