import { ApplicationFailure, defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import {
  type BankReport,
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

export * from '../import/contract.ts'
export * from '../recurring/contract.ts'

// What callers of the invoice workflow need to know. Nothing here, and nothing sent by it, is personal data.

/** The workflow id of an invoice: the one referee over everything that changes it. */
export function invoiceWorkflowId(invoiceId: string): string {
  return `invoice-${invoiceId}`
}

/** A run that fails begins again, from its log. */
export const WORKFLOW_RETRY = { initialInterval: '1 second', maximumInterval: '1 hour' } as const

export const INVOICE_WORKFLOW_TYPE = 'invoiceWorkflow'

/**
 * What the code knows to do that starts a run. A run is told as it begins, which costs nothing and is replayed as it
 * went. `patched` is not, behind a local activity: a query can make the SDK close the task between that and the patch,
 * and a replay then comes to the patch before it knows of it.
 *
 * - 2: a rail is asked about a word of it that contradicts the log.
 */
export const WORKFLOW_VERSION = 2

export interface InvoiceWorkflowInput {
  invoiceId: string
  /** `issue`: give the draft its number and send it. `resume`: go on from its log, for whatever woke it. */
  mode: 'issue' | 'resume'
  /** What woke it, where that is known as it starts: a signal may come only after its end. */
  initialReport?: RailReport
  /** The `RUN_VERSION` of who started it; runs that began before there was one have none. */
  version?: number
}

export type InvoiceWorkflow = (input: InvoiceWorkflowInput) => Promise<void>

/** Search attributes: set at start, touched only when the status changes without anyone asking. */
export const invoiceStatusAttribute = defineSearchAttributeKey('InvoiceStatus', SearchAttributeType.KEYWORD)
export const merchantIdAttribute = defineSearchAttributeKey('MerchantId', SearchAttributeType.KEYWORD)

export interface IssueResult {
  status: InvoiceStatus
}

/** Issues the invoice. Asking again is no error: the answer is the status it has by then. */
export const issueUpdate = defineUpdate<IssueResult>('issue')

export interface PayRequest {
  attemptId: string
  rail: Rail
  bankId: string
  /** The link that the payer came by. */
  linkId: string
  /** Its money goes straight to an account of the merchant's own. */
  refundable?: false
  /** Tells the account that its money goes to from others, and does not name it. */
  payout?: string
}

export type PayResult =
  | { outcome: 'started'; attemptId: string }
  | { outcome: 'refused'; refused: Refusal }
  /** The bank did not take the payment, or did not answer in time; or the invoice was another when it was to begin. */
  | { outcome: 'bank_unavailable' | 'bank_refused' | 'stale_request'; attemptId: string }

const REFUSED = 'refused'

/** A refusal by an update's validator, as a failure. */
export function refusal(refused: Refusal): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`refused: ${refused}`, REFUSED, refused)
}

/** The refusal inside such a failure, if it is one. */
export function refusalOf(failure: unknown): Refusal | undefined {
  if (!(failure instanceof ApplicationFailure) || failure.type !== REFUSED) return undefined
  return REFUSALS.find((code) => code === failure.details?.[0])
}

/** How long a payer is kept waiting for an answer, in milliseconds: longer than the tries a worker makes. */
export const PAY_WAIT_MS = 30_000

/** Starts a payment at a bank; the page to send the payer to is kept with the attempt. */
export const payUpdate = defineUpdate<PayResult, [PayRequest]>('pay')

/**
 * What a merchant asks of an invoice: the domain's own commands, without their instant, which is the workflow's; and
 * without the dates that follow from the merchant's calendar, which are computed beside it.
 */
export type MerchantUpdate = WithoutDates<MerchantRequest>
type WithoutDates<T> = T extends MerchantRequest
  ? Omit<T, 'at' | 'schedule' | 'changed' | 'newAddress'>
  : never

export type MerchantUpdateResult =
  /** `settled`: everything that follows by itself is done; false if a part of it takes longer. */
  { outcome: 'done'; settled: boolean } | { outcome: 'refused'; refused: Refusal }

/** One update for each thing a merchant can ask, so that it can be read in a workflow's history. */
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

/** How long a merchant is kept waiting while the test clock moves, in milliseconds. */
export const CLOCK_WAIT_MS = 60_000

/** The payer has the invoice before them. Only the first is worth sending. */
export const viewedSignal = defineSignal('viewed')

/** A rail's word on a payment. Safe to send twice and out of order. */
export const bankReportSignal = defineSignal<[Omit<BankReport, 'type'>]>('bankReport')

/** A rail's word on a refund. Safe to send twice. */
export const refundReportSignal = defineSignal<[Omit<RefundReport, 'type'>]>('refundReport')

/** Something may have been recorded that the workflow does not know of: it reads its log again. */
export const reloadSignal = defineSignal('reload')

/** The customer stands before a dead link and asks for a new one. */
export const linkRequestSignal = defineSignal<[{ linkId: string }]>('linkRequest')

/** What the workflow holds the invoice to be, for operators and tests. Everyone else reads the database. */
export const stateQuery = defineQuery<InvoiceState | undefined>('state')

/** The mail provider's word that the invoice did not arrive. */
export const deliveryFailureSignal = defineSignal<[Omit<DeliveryFailureReport, 'type'>]>('deliveryFailure')
