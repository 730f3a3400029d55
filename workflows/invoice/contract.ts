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

/** Names the workflow of an invoice. No other code decides about an issued invoice. */
export function invoiceWorkflowId(invoiceId: string): string {
  return `invoice-${invoiceId}`
}

/** A new run that begins from the log follows a failed run. */
export const WORKFLOW_RETRY = { initialInterval: '1 second', maximumInterval: '1 hour' } as const

export interface InvoiceWorkflowInput {
  invoiceId: string
  /** `issue` gives the draft a number and sends the invoice. `load` begins from the log. */
  mode: 'issue' | 'load'
  /** A report that starts the run. A signal could arrive after the run's end. */
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

/** Issues the invoice. A repetition only returns the current status. */
export const issueUpdate = defineUpdate<IssueResult>('issue')

export interface PayRequest {
  attemptId: string
  rail: Rail
  bankId: string
  /** The link that the payer opened. */
  linkId: string
  /** The amount that the payer saw, in minor units. */
  amount?: MinorUnits
  /** False if the money goes directly to the merchant's account. */
  refundable?: false
  /** A fingerprint of the payout account, which does not reveal the account. */
  payout?: string
}

export type PayResult =
  | { outcome: 'started'; attemptId: string }
  | { outcome: 'refused'; refused: Refusal }
  /** The bank refused or did not answer, or the invoice changed before the start. */
  | { outcome: 'bank_unavailable' | 'bank_refused' | 'stale_request'; attemptId: string }

/**
 * Finds the refusal inside an update's failure.
 *
 * @returns undefined for another failure
 */
export function refusalOf(failure: unknown): Refusal | undefined {
  return refusalIn(REFUSALS, failure)
}

/** The longest wait of a payer, in milliseconds: longer than all tries of a worker. */
export const PAY_WAIT_MS = 30_000

/**
 * Starts a payment at a bank. The attempt's row holds the page where the payer continues. The second argument
 * counts the decisions in the log that the caller saw. A run that knows fewer reads the log first.
 */
export const payUpdate = defineUpdate<PayResult, [PayRequest, number?]>('pay')

/**
 * A merchant's command. The workflow adds the instant, and an activity adds calendar dates in the merchant's
 * zone.
 */
export type MerchantUpdate = WithoutDates<MerchantRequest>
type WithoutDates<T> = T extends MerchantRequest
  ? Omit<T, 'at' | 'schedule' | 'changed' | 'newAddress'>
  : never

export type MerchantUpdateResult =
  /** `settled` is false while effects of the command still run. */
  { outcome: 'done'; settled: boolean } | { outcome: 'refused'; refused: Refusal }

/**
 * Each command has a separate update, because the history then names the command. The second argument is the
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

/** The payer saw the invoice. Only the first view changes anything. */
export const viewedSignal = defineSignal('viewed')

/** Reports a payment's status at the rail. Reports may repeat and arrive out of order. */
export const paymentReportSignal = defineSignal<[Omit<PaymentReport, 'type'>]>('paymentReport')

/** Reports a refund's status at the rail. Reports may repeat. */
export const refundReportSignal = defineSignal<[Omit<RefundReport, 'type'>]>('refundReport')

/** Makes the workflow read the log again. */
export const reloadSignal = defineSignal('reload')

/** A customer with an expired link requests a new one. */
export const linkRequestSignal = defineSignal<[{ linkId: string }]>('linkRequest')

/** The state in the workflow's memory, for operators and tests. All other code reads the database. */
export const stateQuery = defineQuery<InvoiceState | undefined>('state')

/** The mail provider reports that a message did not arrive. */
export const deliveryFailureSignal = defineSignal<[Omit<DeliveryFailureReport, 'type'>]>('deliveryFailure')

/** A suppressed address of the customer was opened. */
export const addressReopenedSignal = defineSignal<[Omit<AddressReopening, 'type'>]>('addressReopened')
