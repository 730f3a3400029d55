import { automatic, byRequest } from '../../shared/cause.ts'
import type { MerchantRequest } from '../commands.ts'
import type { InvoiceEvent } from '../events.ts'
import { netReceived } from '../evolve/balance.ts'
import { type InvoiceState, liveAttempt } from '../state.ts'
import { type Decision, refusalUnlessOpen } from './decision.ts'

/**
 * Voids an invoice that received no money; otherwise the merchant refunds it. While a payment is in flight, the
 * void is only requested. The workflow cancels the payment if its bank still can, and the outcome decides.
 */
export function decideVoid(
  state: InvoiceState,
  command: Extract<MerchantRequest, { type: 'void' }>,
): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused) return { refused: refused === 'voided' ? 'already_void' : refused }
  if (netReceived(state) > 0n) return { refused: 'partly_paid' }
  const type = liveAttempt(state) ? 'void_requested' : 'voided'
  const { commandId, at } = command
  return { events: [{ type, key: `${type}:${commandId}`, at, cause: byRequest(command) }] }
}

/** Carries out a requested void. @param because the payment's last event, as an invoice can become void repeatedly */
export function voidIfRequested({ voidRequestedAt }: InvoiceState, because: InvoiceEvent): InvoiceEvent[] {
  if (voidRequestedAt === undefined) return []
  return [{ type: 'voided', key: `voided:${because.key}`, at: because.at, cause: automatic }]
}
