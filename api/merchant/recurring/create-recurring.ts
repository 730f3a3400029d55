import { lockCustomer } from '../../../db/customers/customers.ts'
import { record } from '../../../db/recurring/event-store.ts'
import { RecurringRow, RecurringTemplateRow } from '../../../db/entities/index.ts'
import { newId, siblingId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { savePending } from '../../../db/pending-commands.ts'
import { byRequest, INITIAL, type MerchantActor } from '../../../domain/recurring/index.ts'
import { occurrencesFrom } from '../../../domain/recurring/occurrences.ts'
import type { RecurringTemplate } from '../../../domain/recurring/template.ts'
import type { ApiDeps } from '../../deps.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import type { ClaimKey } from '../../http/idempotency.ts'
import { invalidFields } from '../../http/problem.ts'
import { unknownCustomer } from '../invoices/create-draft.ts'
import { customerIdOf } from '../invoices/customer-of-request.ts'
import { loadRequestContext } from '../invoices/load-request-context.ts'
import { parseRecurring, type RecurringRequest } from './recurring-request.ts'

const OCCURRENCES_AHEAD = 12

export async function readRecurring(
  deps: Pick<ApiDeps, 'channels'>,
  em: EntityManager,
  tenant: Tenant,
  body: unknown,
  { now = Date.now(), isNew = true } = {},
): Promise<RecurringRequest> {
  const context = await loadRequestContext(deps, em, tenant, now, customerIdOf(body))
  const parsed = parseRecurring(body, context, isNew)
  if ('errors' in parsed) throw invalidFields(parsed.errors)
  return parsed.request
}

/**
 * The claim of the idempotency key and the inserts must share one transaction.
 *
 * @throws Problem `request_in_progress` if another request has claimed the key
 */
export async function createRecurring(
  em: EntityManager,
  tenant: Tenant,
  actor: MerchantActor,
  { template, timetable, catchUp }: RecurringRequest,
  claim: ClaimKey | undefined,
): Promise<string> {
  const id = newId('rec')
  const templateId = siblingId('tpl', id)
  const now = Date.now()
  const at = new Date(now)
  await em.transactional(async (tx) => {
    await claim?.(tx, id)
    await lockNamedCustomer(tx, tenant, template)
    const row = tx.create(RecurringRow, {
      id,
      ...tenant,
      status: 'active',
      templateId,
      lastSeq: 0,
      createdAt: at,
      updatedAt: at,
    })
    tx.create(RecurringTemplateRow, { id: templateId, recurringId: id, body: template, createdAt: at })
    const dates = occurrencesFrom(timetable, 1, OCCURRENCES_AHEAD)
    const terms = { templateId, ...timetable, catchUp, ...dates }
    const cause = byRequest({ actor })
    const { merchantId } = tenant
    await savePending(tx, startOf(id), { workflow: 'recurring_invoice', id, merchantId })
    await record(tx, row, INITIAL, [
      { type: 'created', key: 'created', at: now, cause, mode: tenant.mode, ...terms },
    ])
  })
  return id
}

export async function lockNamedCustomer(
  tx: EntityManager,
  tenant: Tenant,
  { customer: { id } }: RecurringTemplate,
): Promise<void> {
  if (id !== undefined && !(await lockCustomer(tx, id, tenant))) throw unknownCustomer()
}

export function startOf(recurringId: string): string {
  return siblingId('cmd', recurringId)
}
