import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import {
  type AddressReopening,
  type PaymentReport,
  type DeliveryFailureReport,
  type InvoiceState,
  type InvoiceStatus,
  type MerchantRequest,
  type Rail,
  type RailReport,
  type RefundReport,
  type Refusal,
  REFUSALS,
} from '../../domain/invoice/index.ts'
import type { MinorUnits } from '../../domain/shared/money.ts'
import { refusalIn } from '../shared/refusal.ts'

// Callers of the invoice workflow need only this file. The messages hold no personal data.

export function invoiceWorkflowId(invoiceId: string): string {
  return `invoice-${invoiceId}`
}

/** The retry policy. A new run follows a failed run and begins from the log. */
export const WORKFLOW_RETRY = { initialInterval: '1 second', maximumInterval: '1 hour' } as const

export interface InvoiceWorkflowInput {
  invoiceId: string
  /** `issue` gives the draft a number and sends the invoice. `load` begins from the log. */
  mode: 'issue' | 'load'
  /** A report that the run handles first. A signal could arrive after the run's end. */
  initialReport?: RailReport
}

export const invoiceStatusAttribute = defineSearchAttributeKey('InvoiceStatus', SearchAttributeType.KEYWORD)
export const merchantIdAttribute = defineSearchAttributeKey('MerchantId', SearchAttributeType.KEYWORD)

/** Maps `draft`, `sent` and `viewed` to `open`. Each change of the attribute costs an event. */
export function toStatusAttribute(status: InvoiceStatus): 'open' | 'overdue' | 'paid' | 'void' {
  return status === 'overdue' || status === 'paid' || status === 'void' ? status : 'open'
}

export interface IssueResult {
  status: InvoiceStatus
}

/** The update that issues the invoice. A repetition returns the current status. */
export const issueUpdate = defineUpdate<IssueResult>('issue')

export interface PayRequest {
  attemptId: string
  rail: Rail
  bankId: string
  linkId: string
  amount?: MinorUnits
  refundable?: false
  /** The fingerprint of the payout account, without the account's data. */
  payout?: string
}

export type PayResult =
  | { outcome: 'started'; attemptId: string }
  | { outcome: 'refused'; refused: Refusal }
  /** The bank refused or did not answer, or the invoice changed before the start. */
  | { outcome: 'bank_unavailable' | 'bank_refused' | 'stale_request'; attemptId: string }

export function refusalOf(failure: unknown): Refusal | undefined {
  return refusalIn(REFUSALS, failure)
}

/** The longest wait of a payer in milliseconds, longer than the timeout of `payments`. */
export const PAY_WAIT_MS = 30_000

/**
 * The update that starts a payment at a bank. The second argument counts the decisions that the caller saw in
 * the log. A run with fewer decisions reads the log first.
 */
export const payUpdate = defineUpdate<PayResult, [PayRequest, number?]>('pay')

/** A merchant's command. The workflow adds the instant, and an activity adds the dates. */
export type MerchantUpdate = WithoutDates<MerchantRequest>
type WithoutDates<T> = T extends MerchantRequest
  ? Omit<T, 'at' | 'schedule' | 'changed' | 'newAddress'>
  : never

export type MerchantUpdateResult =
  /** `settled` is false while effects of the command still run. */
  { outcome: 'done'; settled: boolean } | { outcome: 'refused'; refused: Refusal }

/**
 * The updates, one for each command, because the history then names the command. The second argument is the
 * same as for `payUpdate`.
 */
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
  advance_clock: merchantUpdate('advance_clock'),
} satisfies Record<MerchantUpdate['type'], unknown>

function merchantUpdate(name: string) {
  return defineUpdate<MerchantUpdateResult, [MerchantUpdate, number?]>(name)
}

/** The longest wait of a merchant while the test clock moves, in milliseconds. */
export const CLOCK_WAIT_MS = 60_000

/** The signal after a view by the payer. Only the first view changes the invoice. */
export const viewedSignal = defineSignal('viewed')

/** The signal with a payment's status at the rail. Reports may repeat and arrive out of order. */
export const paymentReportSignal = defineSignal<[Omit<PaymentReport, 'type'>]>('paymentReport')

/** The signal with a refund's status at the rail. Reports may repeat. */
export const refundReportSignal = defineSignal<[Omit<RefundReport, 'type'>]>('refundReport')

export const reloadSignal = defineSignal('reload')

export const linkRequestSignal = defineSignal<[{ linkId: string }]>('linkRequest')

/** The state in the workflow's memory, for operators and tests. All other code reads the database. */
export const stateQuery = defineQuery<InvoiceState | undefined>('state')

export const deliveryFailureSignal = defineSignal<[Omit<DeliveryFailureReport, 'type'>]>('deliveryFailure')

export const addressReopenedSignal = defineSignal<[Omit<AddressReopening, 'type'>]>('addressReopened')
