import { isDeepStrictEqual } from 'node:util'
import { MerchantRow, RecurringTemplateRow } from '../../../db/entities/index.ts'
import { siblingId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { countryOf } from '../../../domain/einvoice/parties.ts'
import { changedTimetable, type ScheduleChange } from '../../../domain/recurring/change.ts'
import type { RecurringState } from '../../../domain/recurring/index.ts'
import { type RecurringTemplate, withDayOfRate } from '../../../domain/recurring/template.ts'
import type { Currency } from '../../../domain/shared/money.ts'
import { nationalCurrencyOf } from '../../../domain/tax/national-currency.ts'
import type { RecurringUpdate } from '../../../workflows/recurring/contract.ts'
import type { ApiDeps } from '../../deps.ts'
import { type IfMatch, tagOfLog } from '../../http/entity-tag.ts'
import { Problem } from '../../http/errors/problem.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { isObject, mergeChanges, withoutNulls } from '../../http/request/merge-changes.ts'
import { lineView, pricingView } from '../invoices/view/invoice-view.ts'
import { namesCustomer } from '../invoices/request/customer-of-request.ts'
import { lockNamedCustomer, readRecurring } from './create-recurring.ts'
import { type LoadedRecurring, loadRecurring } from './find-recurring.ts'
import { nextOccurrencesView, scheduleView } from './recurring-view.ts'

type Change = Omit<Extract<RecurringUpdate, { type: 'change' }>, 'actor'>

interface ChangeRequest {
  commandId: string
  ifMatch?: IfMatch | undefined
  /** The id of the template that the change was made from. */
  base?: string | undefined
}

/** @throws Problem `template_missing`, `precondition_failed`, or a Problem about invalid fields */
export async function changeCommand(
  deps: Pick<ApiDeps, 'channels' | 'rails'>,
  em: EntityManager,
  tenant: Tenant,
  id: string,
  json: unknown,
  { commandId, ifMatch, base }: ChangeRequest,
): Promise<Change> {
  const recurring = await loadRecurring(em, id)
  const { row, state } = recurring
  // An earlier try with the same idempotency key may have made the change.
  const isDone = state.commandIds.includes(commandId)
  if (ifMatch && !ifMatch.matches(tagOfLog(row)) && !isDone) throw new Problem('precondition_failed')
  const { template, schedule, catchUp } = await readChange(deps, em, tenant, recurring, json)
  const templateId = siblingId('tpl', commandId)
  const saved = { id: templateId, recurringId: id, body: template, createdAt: new Date() }
  await em.transactional(async (tx) => {
    await lockNamedCustomer(tx, tenant, template)
    await tx.upsert(RecurringTemplateRow, saved)
  })
  const common = { type: 'change', commandId, base: base ?? state.templateId, templateId, catchUp } as const
  return Object.keys(schedule).length > 0 ? { ...common, schedule } : common
}

/**
 * Returns the next occurrences as the change would make them.
 *
 * @throws Problem `template_missing`, or a Problem about invalid fields
 */
export async function previewChange(
  deps: Pick<ApiDeps, 'channels' | 'rails'>,
  em: EntityManager,
  tenant: Tenant,
  id: string,
  json: unknown,
) {
  const recurring = await loadRecurring(em, id)
  const { state } = recurring
  const { template, schedule, timeZone } = await readChange(deps, em, tenant, recurring, json)
  const changed = { ...state, timetable: changedTimetable(state, schedule, timeZone) }
  return nextOccurrencesView(changed, template, Date.now() + state.testClockOffsetMs)
}

async function readChange(
  deps: Pick<ApiDeps, 'channels' | 'rails'>,
  em: EntityManager,
  tenant: Tenant,
  { state, template: present }: LoadedRecurring,
  json: unknown,
) {
  if (!present) throw new Problem('template_missing')
  const now = Date.now() + state.testClockOffsetMs
  const { address } = await em.findOneOrFail(MerchantRow, { id: tenant.merchantId }, { fields: ['address'] })
  const body = merged(state, present, json, nationalCurrencyOf(countryOf(address)))
  const read = await readRecurring(deps, em, tenant, body, { now, isNew: false })
  const { timetable, catchUp } = read
  const template = withDayOfRate(read.template, present)
  const schedule = differences(state, { ...timetable.rule, time: timetable.time })
  return { template, schedule, catchUp, timeZone: timetable.timeZone }
}

function differences({ timetable }: RecurringState, requested: ScheduleChange): ScheduleChange {
  const { rule, time } = timetable
  const { every, unit, start, day, end } = requested
  return {
    ...(every !== undefined && every !== rule.every ? { every } : {}),
    ...(unit !== undefined && unit !== rule.unit ? { unit } : {}),
    ...(start !== undefined && start !== rule.start ? { start } : {}),
    ...(day !== undefined && day !== rule.day ? { day } : {}),
    ...(requested.time !== undefined && requested.time !== time ? { time: requested.time } : {}),
    ...(isDeepStrictEqual(end, rule.end) ? {} : { end: end ?? null }),
  }
}

function merged(
  state: RecurringState,
  template: RecurringTemplate,
  json: unknown,
  national: Currency | undefined,
): unknown {
  if (!isObject(json)) return json
  const present = asRequest(state, template)
  const given = mergeChanges(present, json, namesCustomer(json) ? ['schedule'] : ['customer', 'schedule'])
  const { schedule } = json
  if (isObject(schedule) && !('day' in schedule) && isObject(given['schedule'])) {
    const { start, unit } = given['schedule']
    if (start !== present.schedule.start || unit === 'week') delete given['schedule']['day']
  }
  if (json['amount'] !== undefined && json['lines'] === undefined) {
    for (const name of ['lines', 'discounts', 'charges']) delete given[name]
  }
  if (json['lines'] !== undefined && json['amount'] === undefined) delete given['amount']
  // A rate belongs to its two currencies.
  const isOtherPair = given['currency'] !== template.currency || national !== template.taxExchange?.currency
  if (isOtherPair && json['tax_exchange_rate'] === undefined) delete given['tax_exchange_rate']
  return withoutNulls(given)
}

function asRequest(state: RecurringState, template: RecurringTemplate) {
  const { customer, currency, description, instructions = null, lines, deliver, metadata } = template
  const { time_zone: _, ...schedule } = scheduleView(state.timetable)
  return {
    customer: customer.id === undefined ? { ...customer } : { id: customer.id },
    currency,
    description,
    ...amountOf(template),
    instructions,
    purchase_order: template.purchase_order ?? null,
    buyer_reference: template.buyer_reference ?? null,
    delivery_address: template.delivery_address ?? null,
    service_period: template.service_period ?? null,
    tax_exchange_rate: template.taxExchange?.exchangeRate ?? null,
    language: template.language ?? null,
    deliver,
    metadata,
    deposit: template.deposit ? { amount: template.deposit } : null,
    reminders: template.reminders,
    schedule,
    due_after_days: template.dueAfterDays,
    issue: template.issue,
    catch_up: state.catchUp,
  }

  function amountOf({ isAmount }: RecurringTemplate) {
    const { prices_include_tax, discounts, charges } = pricingView(template)
    if (isAmount) return { amount: Number(lines[0]?.unitAmount ?? 0) }
    return { lines: lines.map(lineView), discounts, charges, prices_include_tax }
  }
}
