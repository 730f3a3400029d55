import type { InvoiceCommand, MerchantRequest } from '../commands.ts'
import { decideRecordPayment, decideUndoPayment, decideVoid } from './close.ts'
import { decideLinkRequest, decideRegenerateLink } from './link.ts'
import { decidePay, decideBankReport } from './payment.ts'
import { decideRecordRefund, decideRefund, decideRefundReport } from './refund.ts'
import { decideAmend, decideDeadline, decidePause, decideRemind, decideResume } from './schedule.ts'
import { type Decision, byMerchant } from './decision.ts'
import type { InvoiceEvent } from '../events.ts'
import type { InvoiceState } from '../state.ts'

/** Decides what a command does to an invoice. Pure: every instant comes with the command. */
export function decide(state: InvoiceState, command: InvoiceCommand): Decision {
  switch (command.type) {
    case 'view':
      return decideView(state, command.at)
    case 'pay':
      return decidePay(state, command)
    case 'bank_report':
      return { events: decideBankReport(state, command) }
    case 'refund_report':
      return { events: decideRefundReport(state, command) }
    case 'delivery_failure':
      return { events: decideDeliveryFailure(state, command) }
    case 'request_link':
      return { events: decideLinkRequest(state, command) }
    case 'deadline':
      return { events: decideDeadline(state, command.at) }
    case 'amend':
    case 'remind':
    case 'pause':
    case 'resume':
    case 'regenerate_link':
    case 'void':
    case 'record_payment':
    case 'undo_payment':
    case 'refund':
    case 'record_refund':
    case 'advance_clock':
      return decideMerchantRequest(state, command)
  }
}

/** The same request a second time is done already. */
function decideMerchantRequest(state: InvoiceState, command: MerchantRequest): Decision {
  if (state.commandIds.includes(command.commandId)) return { events: [] }
  if (state.status === 'draft') return { refused: 'not_issued' }
  switch (command.type) {
    case 'amend':
      return decideAmend(state, command)
    case 'remind':
      return decideRemind(state, command)
    case 'pause':
      return decidePause(state, command)
    case 'resume':
      return decideResume(state, command)
    case 'regenerate_link':
      return decideRegenerateLink(state, command)
    case 'void':
      return decideVoid(state, command)
    case 'record_payment':
      return decideRecordPayment(state, command)
    case 'undo_payment':
      return decideUndoPayment(state, command)
    case 'refund':
      return decideRefund(state, command)
    case 'record_refund':
      return decideRecordRefund(state, command)
    case 'advance_clock': {
      const { commandId, byMs, at } = command
      if (state.mode === 'live') return { refused: 'live_invoice' }
      if (byMs < 0) return { refused: 'clock_moved_back' }
      return {
        events: [
          { type: 'clock_advanced', key: `clock:${commandId}`, at, cause: byMerchant(commandId), byMs },
        ],
      }
    }
  }
}

function decideView(state: InvoiceState, at: number): Decision {
  if (state.status === 'draft') return { refused: 'not_issued' }
  return {
    events:
      state.viewedAt === undefined ? [{ type: 'viewed', key: 'viewed', at, cause: { by: 'payer' } }] : [],
  }
}

type DeliveryFailureReport = Extract<InvoiceCommand, { type: 'delivery_failure' }>

/** A message that came back says something about its address: news if none has come back from it before. */
function decideDeliveryFailure(state: InvoiceState, report: DeliveryFailureReport): InvoiceEvent[] {
  if (state.status === 'draft') return []
  const { channel, reason, messageId, delivery, at, cause } = report
  const event = { type: 'delivery_failed', at, cause, channel, reason } as const
  if (messageId === undefined) {
    if (state.deliveries[channel] === 'failed') return []
    return [{ ...event, key: `delivery_failed:${channel}` }]
  }
  if (state.notices.some(({ id }) => id === `delivery_failed:${messageId}`)) return []
  const key = `delivery_failed:${messageId}`
  return [{ ...event, key, messageId, ...(delivery === undefined ? {} : { delivery }) }]
}
