import { byCustomer, byRequest } from '../../shared/cause.ts'
import type { AddressReopening, DeliveryFailureReport, InvoiceCommand, MerchantRequest } from '../commands.ts'
import type { InvoiceEvent } from '../events.ts'
import { hasMissed } from '../evolve/missed.ts'
import { eventKey, type InvoiceState } from '../state.ts'
import type { Decision } from './decision.ts'
import { decideCredit } from './credit.ts'
import { decideLinkRequest, decideRegenerateLink } from './link.ts'
import { decideRecordPayment, decideUndoPayment } from './manual-payment.ts'
import { decidePaymentReport, decidePay } from './payment.ts'
import { decideRecordRefund, decideRefund, decideRefundReport } from './refund.ts'
import { decideDeadline } from './deadline.ts'
import { decideAmend, decidePause, decideRemind, decideResume } from './schedule.ts'
import { decideVoid } from './void.ts'

export function decide(state: InvoiceState, command: InvoiceCommand): Decision {
  switch (command.type) {
    case 'view':
      return decideView(state, command.at)
    case 'pay':
      return decidePay(state, command)
    case 'payment_report':
      return { events: decidePaymentReport(state, command) }
    case 'refund_report':
      return { events: decideRefundReport(state, command) }
    case 'delivery_failure':
      return { events: decideDeliveryFailure(state, command) }
    case 'reopen_address':
      return { events: decideReopenAddress(state, command) }
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
    case 'credit':
    case 'advance_clock':
      return decideMerchantRequest(state, command)
  }
}

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
    case 'credit':
      return decideCredit(state, command)
    case 'advance_clock': {
      const { commandId, byMs, at } = command
      if (state.mode === 'live') return { refused: 'live_invoice' }
      if (byMs < 0) return { refused: 'clock_moved_back' }
      return {
        events: [{ type: 'clock_advanced', key: `clock:${commandId}`, at, cause: byRequest(command), byMs }],
      }
    }
  }
}

function decideView(state: InvoiceState, at: number): Decision {
  if (state.status === 'draft') return { refused: 'not_issued' }
  if (state.viewedAt !== undefined) return { events: [] }
  return { events: [{ type: 'viewed', key: 'viewed', at, cause: byCustomer }] }
}

function decideDeliveryFailure(state: InvoiceState, report: DeliveryFailureReport): InvoiceEvent[] {
  if (state.status === 'draft') return []
  const { channel, reason, messageId, delivery, at, cause } = report
  const key = `delivery_failed:${messageId}`
  if (state.notices.some(({ id }) => id === key)) return []
  const facts = { key, at, cause, channel, reason, messageId }
  return [{ ...facts, type: 'delivery_failed', ...(delivery === undefined ? {} : { delivery }) }]
}

function decideReopenAddress(state: InvoiceState, { channel, at, cause }: AddressReopening): InvoiceEvent[] {
  if (state.blocked[channel] === undefined && !hasMissed(state, channel)) return []
  const key = eventKey('address_reopened', channel, state.decisionCount)
  return [{ type: 'address_reopened', key, at, cause, channel }]
}
