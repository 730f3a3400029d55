import type { Cause } from '../../shared/cause.ts'
import type { MinorUnits } from '../../shared/money.ts'
import type { Refusal } from '../commands.ts'
import type { InvoiceEvent } from '../events.ts'
import { amountLeftOf } from '../evolve/balance.ts'
import type { InvoiceState } from '../state.ts'
import type { CreditReason } from '../types.ts'

/** Each credit note is computed from all earlier ones of its invoice. */
const MAX_CREDIT_NOTES = 100

export function refusalOfAnyCredit(state: InvoiceState): Refusal | undefined {
  if (state.status === 'draft') return 'not_issued'
  if (state.status === 'void') return 'voided'
  if (state.voidRequestedAt !== undefined) return 'void_requested'
  return state.creditNotes.length < MAX_CREDIT_NOTES ? undefined : 'too_many_credit_notes'
}

export function creditRefusal(state: InvoiceState, amount: MinorUnits): Refusal | undefined {
  const refused = refusalOfAnyCredit(state)
  if (refused) return refused
  if (amount <= 0) return 'nothing_to_credit'
  return amount > amountLeftOf(state) ? 'credit_exceeds_invoice' : undefined
}

interface Credit {
  creditNoteId: string
  amount: MinorUnits
  reason: CreditReason
  at: number
  cause: Cause
  notify?: false
}

export function credited({ creditNoteId, ...facts }: Credit): InvoiceEvent {
  return { type: 'credited', key: `credited:${creditNoteId}`, creditNoteId, number: '', ...facts }
}
