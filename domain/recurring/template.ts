import type { CustomerFields, OrderFields } from '../customer/customer.ts'
import type { Channel } from '../invoice/index.ts'
import { LIMITS } from '../invoice/limits.ts'
import type { CalendarDate } from '../shared/calendar.ts'
import type { MinorUnits } from '../shared/money.ts'
import type { InvoiceLine, Priced, TaxExchange } from '../tax/types.ts'
import type { PeriodChoice } from './service-period.ts'
import type { ReminderPlan } from '../invoice/messages/reminder-plan.ts'

interface TemplateCustomer extends CustomerFields {
  id?: string
  /** The template’s own language comes first. */
  language?: string
}

export interface RecurringTemplate extends Omit<Priced, 'smallBusinessNote'>, OrderFields {
  customer: TemplateCustomer
  currency: string
  description: string
  instructions?: string
  service_period?: PeriodChoice
  language?: string
  isAmount: boolean
  deposit: MinorUnits | null
  /** Each occurrence takes the rate until a change. `setOn` is the merchant’s day. */
  taxExchange?: TaxExchange & { setOn: CalendarDate }
  reminders: ReminderPlan | null
  deliver: Channel[]
  metadata: Record<string, string>
  /** Days from the day of issue to the due date. */
  dueAfterDays: number
  issue: 'send' | 'draft'
}

/** The day of an exchange rate changes only with the rate. */
export function withDayOfRate(
  template: RecurringTemplate,
  before: Pick<RecurringTemplate, 'currency' | 'taxExchange'> | null | undefined,
): RecurringTemplate {
  const { taxExchange: rate, currency } = template
  const earlier = before?.taxExchange
  const isSame =
    before?.currency === currency &&
    earlier?.currency === rate?.currency &&
    earlier?.exchangeRate === rate?.exchangeRate
  return rate && earlier && isSame
    ? { ...template, taxExchange: { ...rate, setOn: earlier.setOn } }
    : template
}

export function tooLong(words: {
  description: string
  instructions?: string
  lines: InvoiceLine[]
}): 'description' | 'instructions' | 'lines' | undefined {
  if (words.description.length > LIMITS.description) return 'description'
  if ((words.instructions ?? '').length > LIMITS.instructions) return 'instructions'
  return words.lines.some(({ description }) => description.length > LIMITS.description) ? 'lines' : undefined
}
