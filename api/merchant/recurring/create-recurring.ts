import { record } from '../../../db/recurring/event-store.ts'
import { MerchantRow, RecurringRow, RecurringTemplateRow } from '../../../db/entities/index.ts'
import { claim } from '../../../db/idempotency.ts'
import { newId, siblingId } from '../../../db/ids.ts'
import { byRequest, INITIAL, type MerchantActor } from '../../../domain/recurring/index.ts'
import { occurrencesFrom } from '../../../domain/recurring/occurrences.ts'
import { payableCurrencies } from '../../../db/payments/payout-accounts.ts'
import type { ApiDeps } from '../../deps.ts'
import { invalidFields, Problem } from '../../http/problem.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { type Idempotency, violates } from '../invoices/create-draft.ts'
import { parseRecurring, type RecurringPlan } from './recurring-request.ts'

/** So many occurrences are computed at once. */
const AHEAD = 12

/** Reads a request for a plan by its merchant's calendar. @throws Problem with every wrong field */
export async function readPlan(
  { em, channels }: ApiDeps,
  tenant: Tenant,
  body: unknown,
  { now = Date.now(), isNew = true } = {},
): Promise<RecurringPlan> {
  const { timeZone, reminderTime } = await em.fork().findOneOrFail(MerchantRow, { id: tenant.merchantId })
  const currencies = await payableCurrencies(em, tenant)
  const parsed = parseRecurring(body, { timeZone, reminderTime, now, channels, currencies }, isNew)
  if ('errors' in parsed) throw invalidFields(parsed.errors)
  return parsed.plan
}

/**
 * Writes the plan, its words and the first event of its log, with the claim on the idempotency key in the same
 * transaction.
 *
 * @throws Problem `request_in_progress` when the same request is being written at this moment
 */
export async function createRecurring(
  { em }: ApiDeps,
  tenant: Tenant,
  actor: MerchantActor,
  { template, timetable, catchUp }: RecurringPlan,
  idempotency: Idempotency | undefined,
): Promise<RecurringRow> {
  const id = newId('rec')
  const templateId = siblingId('tpl', id)
  const now = Date.now()
  const at = new Date(now)
  try {
    return await em.fork().transactional(async (tx) => {
      const row = tx.create(RecurringRow, {
        id,
        ...tenant,
        status: 'active',
        templateId,
        // Until its workflow is known to have started.
        commandPendingSince: at,
        lastSeq: 0,
        createdAt: at,
        updatedAt: at,
      })
      tx.create(RecurringTemplateRow, { id: templateId, recurringId: id, body: template, createdAt: at })
      const dates = occurrencesFrom(timetable, 1, AHEAD)
      const terms = { templateId, ...timetable, catchUp, ...dates }
      const cause = byRequest({ actor })
      record(tx, row, INITIAL, [
        { type: 'created', key: 'created', at: now, cause, mode: tenant.mode, ...terms },
      ])
      await tx.flush()
      if (idempotency) claim(tx, idempotency.scope, idempotency.requestHash, id)
      return row
    })
  } catch (error) {
    if (violates(error, 'idempotency_key_pkey')) throw new Problem('request_in_progress')
    throw error
  }
}
