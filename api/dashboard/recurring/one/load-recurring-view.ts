import type { InvoiceRow } from '../../../../db/entities/index.ts'
import { listInvoices } from '../../../../db/invoices/list.ts'
import type { EntityManager } from '../../../../db/orm.ts'
import type { PublicRecurringEvent } from '../../../../domain/events/recurring-events.ts'
import { addDays, type CalendarDate, dateInZone } from '../../../../domain/shared/calendar.ts'
import type { Tenant } from '../../../http/api-key-auth.ts'
import {
  findRecurring,
  listRecurringEvents,
  loadRecurring,
  viewOf,
} from '../../../merchant/recurring/find-recurring.ts'
import { occurrencesUntil, recurringEventView } from '../../../merchant/recurring/recurring-view.ts'
import { SHOWN_MONTHS } from './calendar-card.tsx'
import { type Mark, marksOf, type Month, monthsFrom, monthsLater } from './calendar.ts'

const MOST_EVENTS = 1_000
const SHOWN_INVOICES = 10
const MOST_MONTHS = 1_200

export interface RecurringView {
  shown: ReturnType<typeof viewOf>
  months: readonly Month[]
  marks: ReadonlyMap<CalendarDate, Mark>
  events: readonly PublicRecurringEvent[]
  invoices: readonly InvoiceRow[]
  hasMoreInvoices: boolean
}

/**
 * @param month the first shown month, such as `2027-01`
 * @throws Problem `not_found`, also for another merchant's or mode's recurring invoice
 */
export async function loadRecurringView(
  em: EntityManager,
  id: string,
  tenant: Tenant,
  { timeZone, month }: { timeZone: string; month: string | undefined },
): Promise<RecurringView> {
  const { id: known } = await findRecurring(em, id, tenant)
  const loaded = await loadRecurring(em, known)
  const { state } = loaded
  const now = Date.now() + state.testClockOffsetMs
  const current = `${dateInZone(now, timeZone).slice(0, 7)}-01`
  const months = monthsFrom(firstMonth(month, current), SHOWN_MONTHS)
  const last = addDays(monthsLater(months.at(-1)?.first ?? current, 1), -1)
  const { rows } = await listRecurringEvents(em, known, { limit: MOST_EVENTS })
  const events = rows.map(recurringEventView)
  const list = { tenant, filter: { recurring: known }, order: { by: 'created', isDescending: true } } as const
  const invoices = await listInvoices(em, list, { limit: SHOWN_INVOICES + 1 })
  return {
    shown: viewOf(loaded),
    months,
    marks: marksOf(events, loaded.template ? occurrencesUntil(state, now, last) : []),
    events,
    invoices: invoices.slice(0, SHOWN_INVOICES).map(({ row }) => row),
    hasMoreInvoices: invoices.length > SHOWN_INVOICES,
  }
}

function firstMonth(given: string | undefined, current: CalendarDate): CalendarDate {
  if (given === undefined || !/^\d{4}-(0[1-9]|1[0-2])$/.test(given)) return current
  const first = `${given}-01`
  const isNear = first >= monthsLater(current, -MOST_MONTHS) && first <= monthsLater(current, MOST_MONTHS)
  return isNear ? first : current
}
