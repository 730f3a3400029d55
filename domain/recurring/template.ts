import type { Channel } from '../invoice/index.ts'
import type { Address } from '../invoice/document.ts'
import type { InvoiceLine } from '../shared/lines.ts'
import type { MinorUnits } from '../shared/money.ts'
import type { ReminderPlan } from '../invoice/reminder-plan.ts'

/** What each invoice of a plan is made of. Its words may name the period; see period.ts. */
export interface RecurringTemplate {
  customer: { name: string; email: string; phone?: string; billing_address?: Address }
  currency: string
  description: string
  instructions?: string
  lines: InvoiceLine[]
  /** One amount was given, and the line repeats the description. */
  isAmount: boolean
  deposit: MinorUnits | null
  /** Null: the merchant's own plan. */
  reminders: ReminderPlan | null
  deliver: Channel[]
  metadata: Record<string, string>
  /** After the day it is issued. */
  dueAfterDays: number
  issue: 'send' | 'draft'
}

/** The longest that the words of one invoice can be, in UTF-16 code units, like those of any invoice. */
const MOST = { description: 500, instructions: 2_000 } as const

/** Which of these words is too long for an invoice; undefined if none is. */
export function tooLong(words: {
  description: string
  instructions?: string
  lines: InvoiceLine[]
}): 'description' | 'instructions' | 'lines' | undefined {
  if (words.description.length > MOST.description) return 'description'
  if ((words.instructions ?? '').length > MOST.instructions) return 'instructions'
  return words.lines.some(({ description }) => description.length > MOST.description) ? 'lines' : undefined
}
