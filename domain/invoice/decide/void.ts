import { automatic, byRequest, type Cause } from '../../shared/cause.ts'
import type { VoidCommand } from '../commands.ts'
import type { InvoiceEvent } from '../events.ts'
import { amountLeftOf, netReceived } from '../evolve/balance.ts'
import { type InvoiceState, liveAttempt } from '../state.ts'
import { credited } from './credit-event.ts'
import { type Decision, refusalUnlessOpen } from './decision.ts'

export function decideVoid(state: InvoiceState, command: VoidCommand): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused) return { refused: refused === 'voided' ? 'already_void' : refused }
  if (netReceived(state) > 0) return { refused: 'partly_paid' }
  const { commandId, notify, creditNoteId, at } = command
  const facts = {
    at,
    cause: byRequest(command),
    ...(notify === false ? { notify } : {}),
    ...(creditNoteId === undefined ? {} : { creditNoteId }),
  }
  if (!liveAttempt(state)) return { events: voided(state, { ...facts, key: `voided:${commandId}` }) }
  return { events: [{ ...facts, type: 'void_requested', key: `void_requested:${commandId}` }] }
}

export function voidIfRequested(state: InvoiceState, because: InvoiceEvent): InvoiceEvent[] {
  if (state.voidRequestedAt === undefined) return []
  return requestedVoid(state, `voided:${because.key}`, because.at)
}

export function requestedVoid(state: InvoiceState, key: string, at: number): InvoiceEvent[] {
  const { isVoidSilent, voidCreditNoteId: creditNoteId } = state
  const silence = isVoidSilent ? ({ notify: false } as const) : {}
  const credit = creditNoteId === undefined ? {} : { creditNoteId }
  return voided(state, { key, at, cause: automatic, ...silence, ...credit })
}

interface VoidFacts {
  key: string
  at: number
  cause: Cause
  notify?: false
  creditNoteId?: string
}

function voided(state: InvoiceState, facts: VoidFacts): InvoiceEvent[] {
  const { creditNoteId, ...others } = facts
  const amount = amountLeftOf(state)
  if (creditNoteId === undefined || amount === 0) return [{ ...others, type: 'voided' }]
  const { at, cause } = others
  // The notice of the void carries the credit note.
  const credit = credited({ creditNoteId, amount, reason: 'void', at, cause, notify: false })
  return [{ ...facts, type: 'voided' }, credit]
}
