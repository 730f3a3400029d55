import type {
  AddressReopening,
  DeliveryFailureReport,
  PaymentReport,
  RefundReport,
  Refusal,
} from '../domain/invoice/index.ts'
import * as contract from '../workflows/invoice/contract.ts'
import type { invoiceWorkflow } from '../workflows/invoice/workflow.ts'
import { createWorkflowClient, type TemporalAccess, type WorkflowRef } from './workflow-client.ts'

/** Each method throws TemporalUnavailableError if the call fails at Temporal or gets no answer. */
export interface InvoiceClient {
  issue(invoice: WorkflowRef): Promise<contract.IssueResult>
  /** @throws TemporalUnavailableError although the payment may have started */
  pay(invoice: WorkflowRef, request: contract.PayRequest, knownDecisions: number): Promise<contract.PayResult>
  /**
   * @throws TemporalUnavailableError although the command may have been executed; a retry needs the same id
   */
  command(
    invoice: WorkflowRef,
    command: contract.MerchantUpdate,
    knownDecisions: number,
  ): Promise<contract.MerchantUpdateResult>
  viewed(invoice: WorkflowRef): Promise<void>
  reportPayment(invoice: WorkflowRef, report: Omit<PaymentReport, 'type'>): Promise<void>
  reportRefund(invoice: WorkflowRef, report: Omit<RefundReport, 'type'>): Promise<void>
  requestLink(invoice: WorkflowRef, linkId: string): Promise<void>
  reportDeliveryFailure(invoice: WorkflowRef, report: Omit<DeliveryFailureReport, 'type'>): Promise<void>
  reopenAddress(invoice: WorkflowRef, reopening: Omit<AddressReopening, 'type'>): Promise<void>
  reload(invoice: WorkflowRef): Promise<void>
}

const ISSUE_WAIT_MS = 8_000
const RECOVERY_WAIT_MS = 1_000
const COMMAND_WAIT_MS = 30_000

export function createInvoiceClient(temporal: TemporalAccess): InvoiceClient {
  const drafts = createWorkflowClient<typeof invoiceWorkflow, Refusal>(temporal, startingWith('issue'))
  const invoices = createWorkflowClient<typeof invoiceWorkflow, Refusal>(temporal, startingWith('load'))
  return {
    issue: (invoice) => {
      const waitMs = temporal.outage.isRecovering ? RECOVERY_WAIT_MS : ISSUE_WAIT_MS
      return drafts.update(invoice, contract.issueUpdate, [], waitMs)
    },
    pay: (invoice, request, knownDecisions) =>
      invoices.command(invoice, contract.payUpdate, [request, knownDecisions], contract.PAY_WAIT_MS),
    command: (invoice, command, knownDecisions) => {
      const waitMs = command.type === 'advance_clock' ? contract.CLOCK_WAIT_MS : COMMAND_WAIT_MS
      const update = contract.merchantUpdates[command.type]
      return invoices.command(invoice, update, [command, knownDecisions], waitMs)
    },
    viewed: (invoice) => invoices.signal(invoice, contract.viewedSignal, []),
    reportPayment: (invoice, report) => invoices.signal(invoice, contract.paymentReportSignal, [report]),
    reportRefund: (invoice, report) => invoices.signal(invoice, contract.refundReportSignal, [report]),
    requestLink: (invoice, linkId) => invoices.signal(invoice, contract.linkRequestSignal, [{ linkId }]),
    reload: (invoice) => invoices.signal(invoice, contract.reloadSignal, []),
    reopenAddress: (invoice, reopening) =>
      invoices.signal(invoice, contract.addressReopenedSignal, [reopening]),
    reportDeliveryFailure: (invoice, report) =>
      invoices.signal(invoice, contract.deliveryFailureSignal, [report]),
  }
}

function startingWith(mode: contract.InvoiceWorkflowInput['mode']) {
  return {
    type: 'invoiceWorkflow',
    workflowId: contract.invoiceWorkflowId,
    input: (invoiceId: string): contract.InvoiceWorkflowInput => ({ invoiceId, mode }),
    searchAttributes: [{ key: contract.invoiceStatusAttribute, value: 'open' }],
    priorityKey: 1,
    refusalOf: contract.refusalOf,
  }
}
