import type { Channel } from '../invoice/index.ts'
import type { Address } from '../invoice/document.ts'
import type { InvoiceLine } from '../shared/lines.ts'
import type { MinorUnits } from '../shared/money.ts'
import type { ReminderPlan } from '../invoice/reminder-plan.ts'

/** The content of each invoice. Texts may hold the placeholders of period.ts. */
export interface RecurringTemplate {
  customer: { name: string; email: string; phone?: string; billing_address?: Address }
  currency: string
  description: string
  instructions?: string
  lines: InvoiceLine[]
  /** `isAmount` is true if the merchant set one amount. The only line then repeats the description. */
  isAmount: boolean
  deposit: MinorUnits | null
  /** Null means the merchant's default reminder plan. */
  reminders: ReminderPlan | null
  deliver: Channel[]
  metadata: Record<string, string>
  /** The number of days from the day of issue to the due date. */
  dueAfterDays: number
  issue: 'send' | 'draft'
}

/** The maximum length of an invoice's texts, in UTF-16 code units. */
const MAX_LENGTH = { description: 500, instructions: 2_000 } as const

export function tooLong(words: {
  description: string
  instructions?: string
  lines: InvoiceLine[]
}): 'description' | 'instructions' | 'lines' | undefined {
  if (words.description.length > MAX_LENGTH.description) return 'description'
  if ((words.instructions ?? '').length > MAX_LENGTH.instructions) return 'instructions'
  return words.lines.some(({ description }) => description.length > MAX_LENGTH.description)
    ? 'lines'
    : undefined
}
