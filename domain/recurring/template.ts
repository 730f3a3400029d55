import type { Channel } from '../invoice/index.ts'
import type { Address } from '../invoice/document.ts'
import { LIMITS } from '../invoice/limits.ts'
import type { EinvoiceFormat, ElectronicAddress } from '../party/party.ts'
import type { MinorUnits } from '../shared/money.ts'
import type { InvoiceLine, Priced } from '../tax/types.ts'
import type { PeriodChoice } from './service-period.ts'
import type { ReminderPlan } from '../invoice/reminder-plan.ts'

export interface TemplateCustomer {
  id?: string
  name: string
  email: string
  phone?: string
  tax_number?: string
  vat_number?: string
  billing_address?: Address
  electronic_address?: ElectronicAddress
  einvoice_format?: EinvoiceFormat
  cc?: string[]
}

export interface RecurringTemplate extends Omit<Priced, 'smallBusinessNote'> {
  customer: TemplateCustomer
  currency: string
  description: string
  instructions?: string
  purchase_order?: string
  buyer_reference?: string
  delivery_address?: Address
  service_period?: PeriodChoice
  language?: string
  isAmount: boolean
  deposit: MinorUnits | null
  reminders: ReminderPlan | null
  deliver: Channel[]
  metadata: Record<string, string>
  /** Days from the day of issue to the due date. */
  dueAfterDays: number
  issue: 'send' | 'draft'
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
