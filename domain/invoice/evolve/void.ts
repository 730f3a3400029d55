import type { InvoiceEvent } from '../events.ts'
import type { InvoiceState } from '../state.ts'
import { isEarlierSending, withMissed } from './missed.ts'
import { CHANNELS } from '../types.ts'

type VoidEvent = Extract<
  InvoiceEvent,
  { type: 'void_requested' | 'voided' | 'void_cancelled' | 'void_notice_sent' | 'void_notice_failed' }
>

export function evolveVoid(state: InvoiceState, event: VoidEvent): InvoiceState {
  switch (event.type) {
    case 'void_requested':
      return {
        ...state,
        voidRequestedAt: event.at,
        ...(event.notify === false ? { isVoidSilent: true } : {}),
        ...(event.creditNoteId === undefined ? {} : { voidCreditNoteId: event.creditNoteId }),
      }
    case 'voided': {
      const open = withoutVoid(state)
      const credit = event.creditNoteId === undefined ? {} : { creditNoteId: event.creditNoteId }
      const notice = event.notify === false ? {} : { voidNotice: { id: event.key, done: [], ...credit } }
      const reason = event.reason === undefined ? {} : { voidReason: event.reason }
      return { ...open, voidedAt: event.at, ...reason, ...notice }
    }
    case 'void_cancelled':
      return withoutVoid(state)
    case 'void_notice_sent':
    case 'void_notice_failed':
      return isEarlierSending(state, event) ? state : noticeDone(withMissed(state, event), event)
  }
}

function withoutVoid({
  voidRequestedAt: _requestedAt,
  voidedAt: _voidedAt,
  voidReason: _voidReason,
  isVoidSilent: _isVoidSilent,
  voidCreditNoteId: _creditNoteId,
  voidNotice: _notice,
  ...open
}: InvoiceState): InvoiceState {
  return open
}

function noticeDone(
  state: InvoiceState,
  { voidId, channel }: Extract<VoidEvent, { voidId: string }>,
): InvoiceState {
  const { voidNotice } = state
  if (voidNotice?.id !== voidId) return state
  const done = CHANNELS.filter((one) => one === channel || voidNotice.done.includes(one))
  return { ...state, voidNotice: { ...voidNotice, done } }
}
