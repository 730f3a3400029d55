import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import {
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
import { refusalIn } from '../shared/refusal.ts'

// Callers of the invoice workflow need only this file. Nothing in its messages is personal data.

/** The workflow id of an invoice. Only this workflow decides about an issued invoice. */
export function invoiceWorkflowId(invoiceId: string): string {
  return `invoice-${invoiceId}`
}

/** The retry policy of the workflows: a failed run is followed by one that begins from the log. */
export const WORKFLOW_RETRY = { initialInterval: '1 second', maximumInterval: '1 hour' } as const

export interface InvoiceWorkflowInput {
  invoiceId: string
  /** `issue` gives the draft its number and sends it. `load` begins from the log. */
  mode: 'issue' | 'load'
  /** A report that starts the run. As a signal it could arrive after the run's end. */
  initialReport?: RailReport
}

/** The search attribute `InvoiceStatus`; see {@link toStatusAttribute}. */
export const invoiceStatusAttribute = defineSearchAttributeKey('InvoiceStatus', SearchAttributeType.KEYWORD)
export const merchantIdAttribute = defineSearchAttributeKey('MerchantId', SearchAttributeType.KEYWORD)

/** The value of `InvoiceStatus`. `draft`, `sent` and `viewed` are all `open`: each change costs an event. */
export function toStatusAttribute(status: InvoiceStatus): 'open' | 'overdue' | 'paid' | 'void' {
  return status === 'overdue' || status === 'paid' || status === 'void' ? status : 'open'
}

export interface IssueResult {
  status: InvoiceStatus
}

/** Issues the invoice. A repetition only returns the current status. */
export const issueUpdate = defineUpdate<IssueResult>('issue')

export interface PayRequest {
  attemptId: string
  rail: Rail
  bankId: string
  /** The link that the payer opened. */
  linkId: string
  /** Set where the money goes directly to the merchant's own account. */
  refundable?: false
  /** A fingerprint of the payout account, which does not reveal the account. */
  payout?: string
}

export type PayResult =
  | { outcome: 'started'; attemptId: string }
  | { outcome: 'refused'; refused: Refusal }
  /** The bank refused or did not answer, or the invoice changed before the start. */
  | { outcome: 'bank_unavailable' | 'bank_refused' | 'stale_request'; attemptId: string }

/** The refusal inside an update's failure, or undefined for another failure. */
export function refusalOf(failure: unknown): Refusal | undefined {
  return refusalIn(REFUSALS, failure)
}

/** A payer waits this long for an answer, in milliseconds: longer than all tries of a worker take. */
export const PAY_WAIT_MS = 30_000

/** Starts a payment at a bank. The attempt's row holds the page where the payer continues. */
export const payUpdate = defineUpdate<PayResult, [PayRequest]>('pay')

/**
 * A merchant's command. The workflow adds the instant, and an activity adds the dates of the merchant's calendar.
 */
export type MerchantUpdate = WithoutDates<MerchantRequest>
type WithoutDates<T> = T extends MerchantRequest
  ? Omit<T, 'at' | 'schedule' | 'changed' | 'newAddress'>
  : never

export type MerchantUpdateResult =
  /** `settled` is false while effects of the command still run. */
  { outcome: 'done'; settled: boolean } | { outcome: 'refused'; refused: Refusal }

/** Each command has its own update, so that a workflow's history names it. */
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
  return defineUpdate<MerchantUpdateResult, [MerchantUpdate]>(name)
}

/** A merchant waits this long while the test clock moves, in milliseconds. */
export const CLOCK_WAIT_MS = 60_000

/** The payer saw the invoice. Only the first view changes anything. */
export const viewedSignal = defineSignal('viewed')

/** A payment's status at its rail. Reports may repeat and arrive out of order. Histories contain the name `bankReport`. */
export const paymentReportSignal = defineSignal<[Omit<PaymentReport, 'type'>]>('bankReport')

/** A refund's status at its rail. Reports may repeat. */
export const refundReportSignal = defineSignal<[Omit<RefundReport, 'type'>]>('refundReport')

/** Makes the workflow read its log again. */
export const reloadSignal = defineSignal('reload')

/** A customer with an expired link requests a new one. */
export const linkRequestSignal = defineSignal<[{ linkId: string }]>('linkRequest')

/** The state in the workflow's memory, for operators and tests. All other code reads the database. */
export const stateQuery = defineQuery<InvoiceState | undefined>('state')

/** The mail provider reports that a message did not arrive. */
export const deliveryFailureSignal = defineSignal<[Omit<DeliveryFailureReport, 'type'>]>('deliveryFailure')
