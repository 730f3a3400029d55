import { automatic, byRequest } from '../../shared/cause.ts'
import type { MinorUnits } from '../../shared/money.ts'
import type { CreditCommand } from '../commands.ts'
import type { InvoiceEvent } from '../events.ts'
import { amountLeftOf } from '../evolve/balance.ts'
import { fold } from '../evolve/evolve.ts'
import { isOverpaymentRefunded } from '../money-policies.ts'
import { type InvoiceState, liveAttempt } from '../state.ts'
import { isPayable } from '../status.ts'
import { paidIfNothingDue } from './paid.ts'
import { credited, creditRefusal } from './credit-event.ts'
import type { Decision } from './decision.ts'
import { refundParts } from './refund.ts'

export function decideCredit(state: InvoiceState, command: CreditCommand): Decision {
  const { creditNoteId, amount, at } = command
  const refused =
    creditRefusal(state, amount) ?? (isInFlight(state, amount) ? 'payment_in_progress' : undefined)
  if (refused) return { refused }
  const silence = command.notify === false ? ({ notify: false } as const) : {}
  const facts = { creditNoteId, amount, reason: 'merchant', at, cause: byRequest(command) } as const
  const isVoid = isPayable(state.status) && amount === amountLeftOf(state)
  // The notice of the void carries the credit note.
  const credit = credited({ ...facts, ...(isVoid ? { notify: false } : silence) })
  const after = fold([credit], state)
  const end: InvoiceEvent[] = isVoid
    ? [
        {
          type: 'voided',
          key: `voided:${creditNoteId}`,
          at,
          cause: automatic,
          reason: 'credited',
          creditNoteId,
          ...silence,
        },
      ]
    : paidIfNothingDue(after, at)
  const ended = fold(end, after)
  const refund = command.keepsOverpayment ? [] : refundOfCredit(state, ended, creditNoteId, at)
  return { events: [credit, ...end, ...refund] }
}

/** The money of a live attempt can still arrive, so its amount must remain due. */
function isInFlight(state: InvoiceState, amount: MinorUnits): boolean {
  const live = isPayable(state.status) ? liveAttempt(state) : undefined
  return live !== undefined && live.amount > state.amountDue - amount
}

/** Money that cannot be refunded by a bank stays an overpayment. */
function refundOfCredit(
  before: InvoiceState,
  after: InvoiceState,
  creditNoteId: string,
  at: number,
): InvoiceEvent[] {
  if (!isOverpaymentRefunded(after.rules)) return []
  const refundId = creditNoteId.replace(/^[a-z]+_/, 'ref_')
  const facts = { refundId, reason: 'overpayment', at, cause: automatic } as const
  return refundParts(after, after.amountOverpaid - before.amountOverpaid, facts).events
}
