import { isDeepStrictEqual } from 'node:util'
import { TemporalUnavailableError } from '../../../clients/call-with-retry.ts'
import { logFailure } from '../../../clients/outages.ts'
import { violates } from '../../../db/constraint.ts'
import { lockCustomer } from '../../../db/customers/customers.ts'
import { record } from '../../../db/recurring/event-store.ts'
import { RecurringRow, RecurringTemplateRow } from '../../../db/entities/index.ts'
import { newId, siblingId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { markUnanswered, removePending, savePending } from '../../../db/pending-commands.ts'
import { byRequest, INITIAL, type MerchantActor } from '../../../domain/recurring/index.ts'
import { totalsOf } from '../../../domain/tax/totals.ts'
import { occurrencesFrom } from '../../../domain/recurring/occurrences.ts'
import { type RecurringTemplate, withDayOfRate } from '../../../domain/recurring/template.ts'
import type { ApiDeps } from '../../deps.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import type { ClaimKey } from '../../http/idempotency/idempotency.ts'
import { invalidFields } from '../../http/errors/problem.ts'
import { unknownCustomer, volumeOf } from '../invoices/create-draft.ts'
import { customerIdOf } from '../invoices/request/customer-of-request.ts'
import { loadRequestContext } from '../invoices/request/load-request-context.ts'
import { assertMayIssue } from '../trust/live-standing.ts'
import type { LoadedRecurring } from './find-recurring.ts'
import { parseRecurring, type RecurringRequest } from './recurring-request.ts'
import { firstOccurrences, occurrencesView, scheduleView } from './recurring-view.ts'

const OCCURRENCES_AHEAD = 12

export async function readRecurring(
  deps: Pick<ApiDeps, 'channels' | 'rails'>,
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

interface NewRecurring {
  tenant: Tenant
  actor: MerchantActor
  id?: string
  claim?: ClaimKey | undefined
}

/**
 * @throws Problem for invalid fields, of a merchant who may not issue, or `request_in_progress`
 */
export async function createFromRequest(
  deps: Pick<ApiDeps, 'channels' | 'rails'>,
  em: EntityManager,
  { tenant, actor, id, claim }: NewRecurring,
  json: unknown,
): Promise<string> {
  const request = await readRecurring(deps, em, tenant, json)
  const { issue, currency } = request.template
  const volume = volumeOf({ currency, totals: totalsOf(request.template) })
  if (issue === 'send') await assertMayIssue(em, tenant, volume, { isLater: true })
  return createRecurring(em, tenant, actor, request, claim, id)
}

/**
 * The claim of the idempotency key and the inserts must share one transaction.
 *
 * @throws Problem `request_in_progress` if another request has claimed the key
 * @internal
 */
export async function createRecurring(
  em: EntityManager,
  tenant: Tenant,
  actor: MerchantActor,
  { template, timetable, catchUp }: RecurringRequest,
  claim: ClaimKey | undefined,
  id = newId('rec'),
): Promise<string> {
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
      summary: {},
      lastSeq: 0,
      createdAt: at,
      updatedAt: at,
    })
    // A second creation with one id must violate this key first.
    await tx.flush()
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

/**
 * Compares a recurring invoice with a form that is sent again.
 *
 * @returns true if it has the content and the schedule of the form
 * @throws Problem for invalid fields
 */
export async function isUnchanged(
  deps: Pick<ApiDeps, 'channels' | 'rails'>,
  em: EntityManager,
  tenant: Tenant,
  { row, state }: LoadedRecurring,
  json: unknown,
): Promise<boolean> {
  const { template: wanted, ...schedule } = await readRecurring(deps, em, tenant, json)
  const first = await em.findOneOrFail(RecurringTemplateRow, siblingId('tpl', row.id))
  const template = withDayOfRate(wanted, first.body)
  const { timetable, catchUp } = state
  const asStored = JSON.parse(JSON.stringify([template, schedule])) as unknown
  return state.templateId === first.id && isDeepStrictEqual(asStored, [first.body, { timetable, catchUp }])
}

/** Recognizes the error of a second creation with one id. */
export function isCreatedAlready(error: unknown): boolean {
  return violates(error, 'recurring_invoice_pkey')
}

export async function lockNamedCustomer(
  tx: EntityManager,
  tenant: Tenant,
  { customer: { id } }: RecurringTemplate,
): Promise<void> {
  if (id !== undefined && !(await lockCustomer(tx, id, tenant))) throw unknownCustomer()
}

/** The recovery sweep starts what cannot be started now. */
export async function startRecurring(
  { recurring, ...deps }: Pick<ApiDeps, 'recurring' | 'database' | 'log'>,
  em: EntityManager,
  { id, merchantId }: Pick<RecurringRow, 'id' | 'merchantId'>,
): Promise<void> {
  try {
    await recurring.reload({ id, merchantId })
    await removePending(em, startOf(id))
  } catch (error) {
    if (!(error instanceof TemporalUnavailableError)) throw error
    await markUnanswered(em, startOf(id))
    logFailure(deps, 'warn', { recurring: id, err: error }, 'recurring.start_deferred')
  }
}

/** @throws Problem for invalid fields */
export async function previewRecurring(
  deps: Pick<ApiDeps, 'channels' | 'rails'>,
  em: EntityManager,
  tenant: Tenant,
  json: unknown,
) {
  const { template, timetable } = await readRecurring(deps, em, tenant, json)
  const next = occurrencesView(firstOccurrences(timetable), { timetable }, template)
  return { schedule: scheduleView(timetable), next }
}

function startOf(recurringId: string): string {
  return siblingId('cmd', recurringId)
}
