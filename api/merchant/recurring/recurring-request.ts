import * as v from 'valibot'
import { TEN_YEARS_MS } from '../../../domain/invoice/limits.ts'
import { dateInZone } from '../../../domain/shared/calendar.ts'
import { listPlaceholders, unknownPlaceholder } from '../../../domain/shared/placeholders.ts'
import type { Timetable } from '../../../domain/recurring/index.ts'
import { fitsDay, occurrencesFrom } from '../../../domain/recurring/occurrences.ts'
import { PERIOD_PLACEHOLDERS, renderPeriodTexts } from '../../../domain/recurring/period.ts'
import { servicePeriodOf } from '../../../domain/recurring/service-period.ts'
import { pricingOf } from '../../../domain/tax/pricing.ts'
import { localeOf } from '../../../domain/texts/locale.ts'
import { type RecurringTemplate, tooLong } from '../../../domain/recurring/template.ts'
import type { FieldCode } from '../../http/request/field-codes.ts'
import type { FieldError } from '../../http/errors/problem.ts'
import { isObject, withoutUndefined } from '../../http/request/merge-changes.ts'
import { fieldErrors } from '../../http/request/fields.ts'
import { type InvoiceRequest, parseInvoiceRequest } from '../invoices/request/parse-request.ts'
import type { RequestContext } from '../invoices/request/request-rules.ts'
import { UNSUPPORTED_FIELDS, type ScheduleTerms, TermsBody } from './recurring-body.ts'

export interface RecurringRequest {
  template: RecurringTemplate
  timetable: Timetable
  catchUp: ScheduleTerms['catch_up']
}

const CHECKED_OCCURRENCES = 60

export function parseRecurring(
  body: unknown,
  context: RequestContext,
  isNew: boolean,
): { request: RecurringRequest } | { errors: FieldError[] } {
  const given = isObject(body) ? body : {}
  const { schedule, due_after_days, issue, catch_up, service_period, ...content } = given
  const errors: FieldError[] = []
  for (const name of UNSUPPORTED_FIELDS) {
    if (!Object.hasOwn(content, name)) continue
    delete content[name]
    errors.push({ pointer: `/${name}`, code: 'unknown_field', detail: 'is not a field of this request' })
  }
  const terms = v.safeParse(
    TermsBody,
    withoutUndefined({ schedule, due_after_days, issue, catch_up, service_period }),
  )
  if (!terms.success) errors.push(...fieldErrors(terms.issues))
  else errors.push(...dateErrors(terms.output.schedule, context, isNew))
  const today = dateInZone(context.now, context.timeZone)
  const parsed = parseInvoiceRequest(isObject(body) ? { ...content, due_date: today } : body, context)
  if ('errors' in parsed) errors.push(...parsed.errors)
  else errors.push(...placeholderErrors(parsed.request))
  if (errors.length > 0 || 'errors' in parsed || !terms.success) return { errors }
  const request = toRequest(parsed.request, terms.output, context, given)
  const field = firstTooLong(request, parsed.request.language)
  if (!field) return { request }
  const detail = 'is too long for an invoice when the period is filled in'
  return { errors: [{ pointer: `/${field}`, code: 'too_long', detail }] }
}

function dateErrors(
  schedule: ScheduleTerms['schedule'],
  context: RequestContext,
  isNew: boolean,
): FieldError[] {
  const { unit, start, day, end } = schedule
  const { now, timeZone } = context
  const errors: FieldError[] = []
  const add = (field: string, code: FieldCode, detail: string) =>
    errors.push({ pointer: `/schedule/${field}`, code, detail })
  if (isNew && start < dateInZone(now, timeZone)) {
    add('start', 'start_in_the_past', 'must not be before today')
  }
  if (start > dateInZone(now + TEN_YEARS_MS, timeZone)) add('start', 'too_far', 'must be within ten years')
  if (day !== undefined && (unit === 'week' || !fitsDay(start, day))) {
    add(
      'day',
      'day_not_in_start',
      'must be the day of the start, or a later one if the month of the start is shorter',
    )
  }
  if (end && 'date' in end && end.date < start) {
    add('end', 'ends_before_start', 'must not be before the start')
  }
  return errors
}

function placeholderErrors({ description, instructions, lines }: InvoiceRequest): FieldError[] {
  const texts: [string, string | undefined][] = [
    ['/description', description],
    ['/instructions', instructions],
    ...lines.map((line, index): [string, string] => [`/lines/${index}/description`, line.description]),
  ]
  const placeholders = listPlaceholders(PERIOD_PLACEHOLDERS)
  return texts
    .filter(([, text]) => unknownPlaceholder(text ?? '', PERIOD_PLACEHOLDERS) !== undefined)
    .filter(([pointer, text], index) => index === 0 || text !== description || !pointer.startsWith('/lines'))
    .map(([pointer]) => ({
      pointer,
      code: 'unknown_period_placeholder',
      detail: `may only use the placeholders ${placeholders}`,
    }))
}

function toRequest(
  request: InvoiceRequest,
  terms: ScheduleTerms,
  context: RequestContext,
  given: Record<string, unknown>,
): RecurringRequest {
  const { customer, currency, description, instructions, language, deposit, reminders } = request
  const { time, ...schedule } = terms.schedule
  const { billing_address, ...details } = customer
  // Each occurrence takes the customer's details where the request has none.
  const { purchase_order, buyer_reference, delivery_address } = ownOrder(request, given)
  return {
    template: {
      customer: {
        ...(request.customerId === undefined ? {} : withoutUndefined({ id: request.customerId, language })),
        ...withoutUndefined(details),
        ...(billing_address ? { billing_address: withoutUndefined(billing_address) } : {}),
      },
      currency,
      description,
      ...(instructions === undefined ? {} : { instructions }),
      ...withoutUndefined({ purchase_order, buyer_reference, service_period: terms.service_period }),
      ...(delivery_address ? { delivery_address: withoutUndefined(delivery_address) } : {}),
      // Without one, each occurrence takes the language of the customer.
      ...(language === undefined || given['language'] === undefined ? {} : { language }),
      ...pricingOf(request),
      isAmount: given['lines'] === undefined,
      deposit: deposit,
      ...(request.taxExchange
        ? { taxExchange: { ...request.taxExchange, setOn: dateInZone(context.now, context.timeZone) } }
        : {}),
      reminders,
      deliver: request.deliver,
      metadata: request.metadata,
      dueAfterDays: terms.due_after_days,
      issue: terms.issue,
    },
    timetable: {
      rule: { ...withoutUndefined(schedule), firstNumber: 1 },
      time: time ?? context.reminderTime,
      timeZone: context.timeZone,
    },
    catchUp: terms.catch_up,
  }
}

const ORDER = ['purchase_order', 'buyer_reference', 'delivery_address'] as const

function ownOrder(
  request: InvoiceRequest,
  given: Record<string, unknown>,
): Partial<Pick<InvoiceRequest, (typeof ORDER)[number]>> {
  const stated = ORDER.filter((name) => given[name] !== undefined)
  return Object.fromEntries(stated.map((name) => [name, request[name]]))
}

function firstTooLong({ template, timetable }: RecurringRequest, language: string | undefined) {
  const locale = localeOf(language)
  for (const occurrence of occurrencesFrom(timetable, 1, CHECKED_OCCURRENCES).occurrences) {
    const period = servicePeriodOf(timetable.rule, occurrence, template.service_period ?? 'current')
    const long = tooLong(renderPeriodTexts(template, occurrence, locale, period))
    if (long) return long
  }
  return undefined
}
