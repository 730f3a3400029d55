import type {
  AddressReopening,
  DeliveryFailureReport,
  PaymentReport,
  RefundReport,
  Refusal,
} from '../domain/invoice/index.ts'
import * as contract from '../workflows/invoice/contract.ts'
import type { invoiceWorkflow } from '../workflows/invoice/workflow.ts'
import {
  createWorkflowClient,
  type TemporalAccess,
  type WorkflowDefinition,
  type WorkflowRef,
} from './workflow-client.ts'

export interface InvoiceClient {
  start(invoice: WorkflowRef): Promise<void>
  /** @throws TemporalUnavailableError although the payment may have started */
  pay(invoice: WorkflowRef, request: contract.PayRequest, knownDecisions: number): Promise<contract.PayResult>
  /**
   * A retry must have the same `commandId`, because the command may have been executed.
   *
   * @throws TemporalUnavailableError
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

const COMMAND_WAIT_MS = 30_000

export function createInvoiceClient(temporal: TemporalAccess): InvoiceClient {
  const invoices = createWorkflowClient<typeof invoiceWorkflow, Refusal>(temporal, INVOICE_WORKFLOW)
  const client: InvoiceClient = {
    async start(invoice) {
      const isNew = await invoices.start(invoice)
      if (!isNew) await client.reload(invoice)
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
  return client
}

const INVOICE_WORKFLOW: WorkflowDefinition<typeof invoiceWorkflow, Refusal> = {
  type: 'invoiceWorkflow',
  workflowId: contract.invoiceWorkflowId,
  input: (invoiceId) => ({ invoiceId }),
  searchAttributes: [{ key: contract.invoiceStatusAttribute, value: 'open' }],
  priorityKey: 1,
  refusalOf: contract.refusalOf,
}
