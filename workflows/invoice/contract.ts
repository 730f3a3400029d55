import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import {
  type AddressReopening,
  type CreditCommand,
  type PaymentReport,
  type DeliveryFailureReport,
  type InvoiceState,
  type InvoiceStatus,
  type MerchantRequest,
  type PayCommand,
  type RailReport,
  type RefundReport,
  type Refusal,
  REFUSALS,
} from '../../domain/invoice/index.ts'
import { refusalIn } from '../shared/refusal.ts'

// Workflow messages must contain no personal data, because histories keep messages.

export function invoiceWorkflowId(invoiceId: string): string {
  return `invoice-${invoiceId}`
}

export const WORKFLOW_RETRY = { initialInterval: '1 second', maximumInterval: '1 hour' } as const

export interface InvoiceWorkflowInput {
  invoiceId: string
  initialReport?: RailReport
}

export const invoiceStatusAttribute = defineSearchAttributeKey('InvoiceStatus', SearchAttributeType.KEYWORD)
export const merchantIdAttribute = defineSearchAttributeKey('MerchantId', SearchAttributeType.KEYWORD)

/**
 * Maps several statuses to `open`, because each change of the attribute adds an event.
 *
 * @see https://docs.temporal.io/references/events
 */
export function toStatusAttribute(status: InvoiceStatus): 'open' | 'overdue' | 'paid' | 'void' {
  return status === 'overdue' || status === 'paid' || status === 'void' ? status : 'open'
}

export type PayRequest = Omit<PayCommand, 'type' | 'at'>

export type PayResult =
  | { outcome: 'started'; attemptId: string }
  | { outcome: 'refused'; refused: Refusal | 'merchant_suspended' }
  | { outcome: 'bank_unavailable' | 'bank_refused' | 'stale_request'; attemptId: string }

export function refusalOf(failure: unknown): Refusal | undefined {
  return refusalIn(REFUSALS, failure)
}

/** `PAY_WAIT_MS` must exceed `scheduleToCloseTimeout` of `payments` in ../shared/activity-options.ts. */
export const PAY_WAIT_MS = 30_000

/** The second argument counts the decisions that the caller saw in the log. */
export const payUpdate = defineUpdate<PayResult, [PayRequest, number?]>('pay')

export type MerchantUpdate = WithoutComputed<MerchantRequest>
/** Activities compute the dates, and the amount of a credit note. */
type WithoutComputed<T> = T extends CreditCommand
  ? Omit<T, 'at' | 'amount'>
  : T extends MerchantRequest
    ? Omit<T, 'at' | 'schedule' | 'changed' | 'newAddress'>
    : never

export type MerchantUpdateResult =
  | { outcome: 'done'; settled: boolean }
  | { outcome: 'refused'; refused: Refusal }

export const merchantUpdates = {
  amend: merchantUpdate('amend'),
  remind: merchantUpdate('remind'),
  pause: merchantUpdate('pause'),
  resume: merchantUpdate('resume'),
  regenerate_link: merchantUpdate('regenerate_link'),
  void: merchantUpdate('void'),
  record_payment: merchantUpdate('record_payment'),
  record_refund: merchantUpdate('record_refund'),
  undo_payment: merchantUpdate('undo_payment'),
  refund: merchantUpdate('refund'),
  credit: merchantUpdate('credit'),
  advance_clock: merchantUpdate('advance_clock'),
} satisfies Record<MerchantUpdate['type'], unknown>

function merchantUpdate(name: string) {
  return defineUpdate<MerchantUpdateResult, [MerchantUpdate, number?]>(name)
}

export const CLOCK_WAIT_MS = 60_000

export const viewedSignal = defineSignal('viewed')

export const paymentReportSignal = defineSignal<[Omit<PaymentReport, 'type'>]>('paymentReport')

export const refundReportSignal = defineSignal<[Omit<RefundReport, 'type'>]>('refundReport')

export const reloadSignal = defineSignal('reload')

export const linkRequestSignal = defineSignal<[{ linkId: string }]>('linkRequest')

export const stateQuery = defineQuery<InvoiceState | undefined>('state')

export const deliveryFailureSignal = defineSignal<[Omit<DeliveryFailureReport, 'type'>]>('deliveryFailure')

export const addressReopenedSignal = defineSignal<[Omit<AddressReopening, 'type'>]>('addressReopened')
