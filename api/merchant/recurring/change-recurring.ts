import { isDeepStrictEqual } from 'node:util'
import { RecurringTemplateRow } from '../../../db/entities/index.ts'
import { siblingId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { RecurringState } from '../../../domain/recurring/index.ts'
import type { RecurringTemplate } from '../../../domain/recurring/template.ts'
import type { RecurringUpdate, ScheduleChange } from '../../../workflows/recurring/contract.ts'
import type { ApiDeps } from '../../deps.ts'
import { Problem } from '../../http/problem.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { isObject, mergeChanges, withoutNulls } from '../../http/merge-changes.ts'
import { lineView, pricingView } from '../invoices/invoice-view.ts'
import { namesCustomer } from '../invoices/customer-of-request.ts'
import { lockNamedCustomer, readRecurring } from './create-recurring.ts'
import { loadRecurring } from './find-recurring.ts'
import { scheduleView } from './recurring-view.ts'

type Change = Omit<Extract<RecurringUpdate, { type: 'change' }>, 'actor'>

/** @throws Problem `template_missing`, or a Problem about invalid fields */
export async function changeCommand(
  deps: Pick<ApiDeps, 'channels'>,
  em: EntityManager,
  tenant: Tenant,
  id: string,
  json: unknown,
  commandId: string,
): Promise<Change> {
  const { state, template } = await loadRecurring(em, id)
  if (!template) throw new Problem('template_missing')
  const now = Date.now() + state.testClockOffsetMs
  const body = merged(state, template, json)
  const {
    template: next,
    timetable,
    catchUp,
  } = await readRecurring(deps, em, tenant, body, {
    now,
    isNew: false,
  })
  const templateId = siblingId('tpl', commandId)
  const row = { id: templateId, recurringId: id, body: next, createdAt: new Date() }
  await em.transactional(async (tx) => {
    await lockNamedCustomer(tx, tenant, next)
    await tx.upsert(RecurringTemplateRow, row)
  })
  const schedule = differences(state, { ...timetable.rule, time: timetable.time })
  const common = { type: 'change', commandId, base: state.templateId, templateId, catchUp } as const
  return Object.keys(schedule).length > 0 ? { ...common, schedule } : common
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

function merged(state: RecurringState, template: RecurringTemplate, json: unknown): unknown {
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
