import type { MinorUnits } from '../../shared/money.ts'
import type { CreditEvent, CreditNote } from '../credit-note.ts'
import type { InvoiceEvent } from '../events.ts'
import type { Refund } from '../refund.ts'
import type { InvoiceState } from '../state.ts'
import { isEarlierSending, withMissed } from './missed.ts'

type CreditStep = Extract<InvoiceEvent, { type: CreditEvent['type'] }>

export function evolveCredit(state: InvoiceState, event: CreditStep): InvoiceState {
  switch (event.type) {
    case 'credited': {
      const { creditNoteId: id, amount, at, notify } = event
      const note: CreditNote = { id, amount, at, notice: notify === false ? 'none' : 'pending' }
      const refunds = withCreditedRefunds(state.refunds, amount)
      return { ...state, refunds, creditNotes: [...state.creditNotes, note] }
    }
    case 'credit_note_sent':
      return withNoticeOf(withMissed(state, event), event.creditNoteId, 'sent')
    case 'credit_note_failed':
      if (isEarlierSending(state, event)) return state
      return withNoticeOf(withMissed(state, event), event.creditNoteId, 'failed')
  }
}

/** A credit note first covers money that was refunded without one. */
function withCreditedRefunds(refunds: readonly Refund[], amount: MinorUnits): Refund[] {
  let rest = amount
  return refunds.map((refund) => {
    if (!refund.isWriteOff || refund.status === 'failed') return refund
    const covered = Math.min(rest, refund.amount - refund.fromOverpayment)
    rest -= covered
    return { ...refund, fromOverpayment: refund.fromOverpayment + covered }
  })
}

function withNoticeOf(state: InvoiceState, creditNoteId: string, notice: 'sent' | 'failed'): InvoiceState {
  const creditNotes = state.creditNotes.map((note) => (note.id === creditNoteId ? { ...note, notice } : note))
  return { ...state, creditNotes }
}
