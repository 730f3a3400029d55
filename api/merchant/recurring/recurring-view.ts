import type { RecurringEventRow, RecurringRow } from '../../../db/entities/index.ts'
import { fromRecurringRow } from '../../../db/recurring/event-store.ts'
import { type PublicRecurringEvent, toPublicRecurringEvent } from '../../../domain/events/recurring-events.ts'
import { addDays, type CalendarDate, localTime } from '../../../domain/shared/calendar.ts'
import type {
  Occurrence,
  RecurringState,
  RecurringSummary,
  Timetable,
} from '../../../domain/recurring/index.ts'
import { hasOccurrence, occurrenceOf } from '../../../domain/recurring/occurrences.ts'
import { renderPeriodTexts } from '../../../domain/recurring/period.ts'
import { servicePeriodOf } from '../../../domain/recurring/service-period.ts'
import { localeOf } from '../../../domain/texts/locale.ts'
import { totalsOf } from '../../../domain/tax/totals.ts'
import type { RecurringTemplate } from '../../../domain/recurring/template.ts'
import { isoOrNull } from '../../http/response/iso.ts'
import { linesView, pricingView, reminderPlanView, totalsView } from '../invoices/view/invoice-view.ts'

const SHOWN_OCCURRENCES = 6
const MAX_PASSED = 10_000

type ShownState = RecurringSummary & Pick<RecurringState, 'status' | 'testClockOffsetMs'>

export function recurringView(
  row: RecurringRow,
  state: ShownState,
  template: RecurringTemplate | null,
  now: number,
) {
  return {
    id: row.id,
    object: 'recurring_invoice',
    mode: row.mode,
    status: state.status,
    ...(template ? templateView(template) : ERASED),
    schedule: scheduleView(state.timetable),
    catch_up: state.catchUp,
    issued: state.issuedCount,
    skipped: state.skippedCount,
    last: state.last
      ? { occurrence: state.last.number, date: state.last.date, invoice: state.last.invoiceId }
      : null,
    failed: state.failed.map(({ number, date, code }) => ({ occurrence: number, date, code })),
    next: state.status === 'ended' || !template ? [] : nextOccurrencesView(state, template, now),
    paused_at: isoOrNull(state.pausedAt),
    ended_at: isoOrNull(state.endedAt),
    ended_by: state.endedBy ?? null,
    test_clock_offset_ms: state.testClockOffsetMs,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  }
}

const ERASED = { customer: null, description: null, lines: [] }

function templateView(template: RecurringTemplate) {
  const { customer, deposit, reminders } = template
  return {
    customer: {
      id: customer.id ?? null,
      name: customer.name,
      email: customer.email,
      phone: customer.phone ?? null,
      company_number: customer.company_number ?? null,
      tax_number: customer.tax_number ?? null,
      vat_number: customer.vat_number ?? null,
      billing_address: customer.billing_address ?? null,
      electronic_address: customer.electronic_address ?? null,
      einvoice_format: customer.einvoice_format ?? null,
      cc: customer.cc ?? null,
    },
    currency: template.currency,
    description: template.description,
    ...totalsView(totalsOf(template)),
    deposit: deposit === null ? null : { amount: deposit },
    tax_exchange_rate: template.taxExchange?.exchangeRate ?? null,
    tax_exchange_rate_set_on: template.taxExchange?.setOn ?? null,
    ...pricingView(template),
    lines: linesView(template),
    instructions: template.instructions ?? null,
    purchase_order: template.purchase_order ?? null,
    buyer_reference: template.buyer_reference ?? null,
    delivery_address: template.delivery_address ?? null,
    service_period: template.service_period ?? null,
    language: template.language ?? null,
    deliver: template.deliver,
    reminders: reminders ? reminderPlanView(reminders) : null,
    metadata: template.metadata,
    due_after_days: template.dueAfterDays,
    issue: template.issue,
  }
}

export function scheduleView({ rule, time, timeZone }: Timetable) {
  const { every, unit, start, day = null, end = null } = rule
  return { every, unit, start, day, time, time_zone: timeZone, end }
}

export function firstOccurrences(timetable: Timetable): Occurrence[] {
  return listOccurrences(timetable, 1, () => true)
}

export function nextOccurrencesView(state: ShownState, template: RecurringTemplate, now: number) {
  const { timetable, lastProcessed, status } = state
  const isShown = ({ at }: Occurrence) => status === 'active' || at > now
  return occurrencesView(listOccurrences(timetable, lastProcessed.number + 1, isShown), state, template)
}

/** Returns the occurrences that are still to come, up to a date that is included. */
export function occurrencesUntil(state: RecurringState, now: number, last: CalendarDate): Occurrence[] {
  const { timetable, lastProcessed, status } = state
  const isOver = ({ date }: Occurrence) => date > last
  const isShown = ({ at }: Occurrence) => status === 'active' || (status === 'paused' && at > now)
  return listOccurrences(timetable, lastProcessed.number + 1, isShown, isOver, Infinity)
}

function listOccurrences(
  timetable: Timetable,
  from: number,
  isShown: (occurrence: Occurrence) => boolean,
  isOver: (occurrence: Occurrence) => boolean = () => false,
  most = SHOWN_OCCURRENCES,
): Occurrence[] {
  const found: Occurrence[] = []
  for (let number = from; found.length < most && number < from + MAX_PASSED; number += 1) {
    if (!hasOccurrence(timetable.rule, number)) break
    const occurrence = occurrenceOf(timetable, number)
    if (isOver(occurrence)) break
    if (isShown(occurrence)) found.push(occurrence)
  }
  return found
}

export function occurrencesView(
  occurrences: Occurrence[],
  { timetable, last }: Pick<RecurringState, 'timetable' | 'last'>,
  template: RecurringTemplate,
) {
  const { amount } = totalsOf(template)
  const locale = localeOf(template.language, template.customer.language)
  let servedTo = last?.servedTo
  return occurrences.map((occurrence) => {
    const { number, date, at } = occurrence
    const period = servicePeriodOf(timetable.rule, occurrence, template.service_period ?? 'current', servedTo)
    servedTo = period.to
    const { description } = renderPeriodTexts(template, occurrence, locale, period)
    return {
      number,
      date,
      at: new Date(at).toISOString(),
      local_time: localTime(at, timetable.timeZone),
      due_date: addDays(date, template.dueAfterDays),
      period: { start: period.from, end: period.to },
      amount,
      currency: template.currency,
      description,
    }
  })
}

export function recurringEventView(row: RecurringEventRow): PublicRecurringEvent {
  const { id, recurringId, seq, recordedAt } = row
  const event = fromRecurringRow(row)
  return toPublicRecurringEvent({ id, recurringId, seq, recordedAt: recordedAt.getTime(), event })
}
