import { IsolationLevel } from '@mikro-orm/core'
import { loadRecurringLogs } from '../../../db/recurring/event-store.ts'
import { RecurringRow, RecurringTemplateRow } from '../../../db/entities/index.ts'
import { isId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { fold, type RecurringState, type RecurringStatus } from '../../../domain/recurring/index.ts'
import type { RecurringTemplate } from '../../../domain/recurring/template.ts'
import { Problem } from '../../http/problem.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { recurringView } from './recurring-view.ts'

/** @throws Problem `not_found`, for a plan of another merchant or mode as for none at all */
export async function findRecurring(em: EntityManager, id: string, tenant: Tenant): Promise<RecurringRow> {
  const row = isId('rec', id) ? await em.fork().findOne(RecurringRow, { id, ...tenant }) : null
  if (!row) throw new Problem('not_found', 'No recurring invoice of yours has this id.')
  return row
}

/** A plan with its state and words, as they were at one moment. */
interface LoadedPlan {
  row: RecurringRow
  state: RecurringState
  template: RecurringTemplate | null
}

/** @throws RangeError for an id that names no plan: it was found before */
export async function loadPlan(em: EntityManager, id: string): Promise<LoadedPlan> {
  const [plan] = await loadPlans(em, [id])
  if (!plan) throw new RangeError(`no plan ${id}`)
  return plan
}

/** Many at one moment, in the order of their ids, the newest first. */
async function loadPlans(em: EntityManager, ids: readonly string[]): Promise<LoadedPlan[]> {
  return em.fork().transactional(
    async (tx) => {
      const rows = await tx.find(RecurringRow, { id: { $in: [...ids] } }, { orderBy: { id: 'desc' } })
      const logs = await loadRecurringLogs(tx, ids)
      const states = new Map(ids.map((id) => [id, fold(logs.get(id) ?? [])]))
      const templateIds = [...states.values()].map(({ templateId }) => templateId)
      const templates = await tx.find(RecurringTemplateRow, { id: { $in: templateIds } })
      const bodies = new Map(templates.map(({ id, body }) => [id, body]))
      return rows.map((row) => {
        const state = states.get(row.id) ?? fold([])
        return { row, state, template: bodies.get(state.templateId) ?? null }
      })
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  )
}

export async function viewRecurring(em: EntityManager, id: string) {
  return viewPlan(await loadPlan(em, id))
}

function viewPlan({ row, state, template }: LoadedPlan) {
  return recurringView(row, state, template, Date.now() + state.testClockOffsetMs)
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
  const plans =
    rows.length === 0
      ? []
      : await loadPlans(
          em,
          rows.map(({ id }) => id),
        )
  const data = plans.map(viewPlan)
  return { data, next_cursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null }
}
