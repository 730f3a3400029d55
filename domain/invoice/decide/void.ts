import { automatic, byRequest } from '../../shared/cause.ts'
import type { MerchantRequest } from '../commands.ts'
import type { InvoiceEvent } from '../events.ts'
import { netReceived } from '../evolve/balance.ts'
import { type InvoiceState, liveAttempt } from '../state.ts'
import { type Decision, refusalUnlessOpen } from './decision.ts'

export function decideVoid(
  state: InvoiceState,
  command: Extract<MerchantRequest, { type: 'void' }>,
): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused) return { refused: refused === 'voided' ? 'already_void' : refused }
  if (netReceived(state) > 0) return { refused: 'partly_paid' }
  const type = liveAttempt(state) ? 'void_requested' : 'voided'
  const { commandId, notify, at } = command
  const silence = notify === false ? { notify } : {}
  return { events: [{ type, key: `${type}:${commandId}`, at, cause: byRequest(command), ...silence }] }
}

export function voidIfRequested(state: InvoiceState, because: InvoiceEvent): InvoiceEvent[] {
  if (state.voidRequestedAt === undefined) return []
  return [requestedVoid(state, `voided:${because.key}`, because.at)]
}

export function requestedVoid({ isVoidSilent }: InvoiceState, key: string, at: number): InvoiceEvent {
  return { type: 'voided', key, at, cause: automatic, ...(isVoidSilent ? { notify: false } : {}) }
}
