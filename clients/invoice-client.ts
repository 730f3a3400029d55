import { type Client, WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client'
import type { SignalDefinition, UpdateDefinition } from '@temporalio/common'
import type { BankReport, DeliveryFailureReport, RefundReport, Refusal } from '../domain/invoice/index.ts'
import * as contract from '../workflows/invoice/contract.ts'
import type { invoiceWorkflow } from '../workflows/invoice/workflow.ts'
import { callWithRetry } from './call-with-retry.ts'

/** Who an invoice belongs to: what a run needs to be found by, should it have to be started. */
export interface InvoiceRef {
  id: string
  merchantId: string
}

/** The invoice's workflow, as the api sees it. Everything that may change an issued invoice goes through here. */
export interface InvoiceClient {
  /** @throws TemporalUnavailableError: the draft stays, and the sweep issues it later */
  issue(invoice: InvoiceRef): Promise<contract.IssueResult>
  /** @throws TemporalUnavailableError */
  pay(invoice: InvoiceRef, request: contract.PayRequest): Promise<contract.PayResult>
  /**
   * What the merchant asks. The same command a second time is done once.
   * @throws TemporalUnavailableError: it may have been done; ask again with the same command id
   */
  request(invoice: InvoiceRef, update: contract.MerchantUpdate): Promise<contract.MerchantUpdateResult>
  /** @throws TemporalUnavailableError */
  viewed(invoice: InvoiceRef): Promise<void>
  /** @throws TemporalUnavailableError */
  reportPayment(invoice: InvoiceRef, report: Omit<BankReport, 'type'>): Promise<void>
  /** @throws TemporalUnavailableError */
  reportRefund(invoice: InvoiceRef, report: Omit<RefundReport, 'type'>): Promise<void>
  /** @throws TemporalUnavailableError */
  requestLink(invoice: InvoiceRef, linkId: string): Promise<void>
  /** @throws TemporalUnavailableError */
  reportDeliveryFailure(invoice: InvoiceRef, report: Omit<DeliveryFailureReport, 'type'>): Promise<void>
  /**
   * Has the workflow read its log again, as something may have been recorded that it does not know of.
   * @throws TemporalUnavailableError
   */
  reload(invoice: InvoiceRef): Promise<void>
  /** Does Temporal answer? */
  ping(): Promise<void>
}

const ISSUE_WAIT_MS = 8_000
/** A void may have to ask the bank. */
const REQUEST_WAIT_MS = 30_000
const SIGNAL_WAIT_MS = 5_000

export function createInvoiceClient(client: Client, taskQueue: string): InvoiceClient {
  async function update<R, A extends unknown[]>(
    invoice: InvoiceRef,
    mode: 'issue' | 'load',
    definition: UpdateDefinition<R, A>,
    args: A,
    waitMs: number,
  ): Promise<R> {
    const deadline = Date.now() + waitMs
    return callWithRetry(deadline, () =>
      client.withDeadline(deadline, () =>
        client.workflow.executeUpdateWithStart<typeof invoiceWorkflow, R, A>(definition, {
          startWorkflowOperation: new WithStartWorkflowOperation<typeof invoiceWorkflow>('invoiceWorkflow', {
            ...runOptions(invoice, mode, taskQueue),
            workflowIdConflictPolicy: 'USE_EXISTING',
          }),
          args,
        }),
      ),
    )
  }

  async function signal<A extends unknown[]>(
    invoice: InvoiceRef,
    definition: SignalDefinition<A>,
    signalArgs: A,
  ): Promise<void> {
    const deadline = Date.now() + SIGNAL_WAIT_MS
    await callWithRetry(deadline, () =>
      client.withDeadline(deadline, () =>
        client.workflow.signalWithStart<typeof invoiceWorkflow, unknown[]>('invoiceWorkflow', {
          ...runOptions(invoice, 'load', taskQueue),
          signal: definition.name,
          signalArgs,
        }),
      ),
    )
  }

  return {
    issue: (invoice) => update(invoice, 'issue', contract.issueUpdate, [], ISSUE_WAIT_MS),
    pay: (invoice, request) =>
      orRefused(() => update(invoice, 'load', contract.payUpdate, [request], contract.PAY_WAIT_MS)),
    request: (invoice, request) => {
      const waitMs = request.type === 'advance_clock' ? contract.CLOCK_WAIT_MS : REQUEST_WAIT_MS
      const definition = contract.merchantUpdates[request.type]
      return orRefused(() => update(invoice, 'load', definition, [request], waitMs))
    },
    viewed: (invoice) => signal(invoice, contract.viewedSignal, []),
    reportPayment: (invoice, report) => signal(invoice, contract.bankReportSignal, [report]),
    reportRefund: (invoice, report) => signal(invoice, contract.refundReportSignal, [report]),
    requestLink: (invoice, linkId) => signal(invoice, contract.linkRequestSignal, [{ linkId }]),
    reload: (invoice) => signal(invoice, contract.reloadSignal, []),
    reportDeliveryFailure: (invoice, report) => signal(invoice, contract.deliveryFailureSignal, [report]),
    ping: async () => {
      const deadline = Date.now() + 2_000
      await callWithRetry(deadline, () =>
        client.withDeadline(deadline, () => client.workflowService.getSystemInfo({}).then(() => undefined)),
      )
    },
  }
}

function runOptions(invoice: InvoiceRef, mode: 'issue' | 'load', taskQueue: string) {
  const args: [contract.InvoiceWorkflowInput] = [{ invoiceId: invoice.id, mode }]
  return {
    workflowId: contract.invoiceWorkflowId(invoice.id),
    taskQueue,
    args,
    typedSearchAttributes: [
      { key: contract.invoiceStatusAttribute, value: 'open' },
      { key: contract.merchantIdAttribute, value: invoice.merchantId },
    ],
    retry: contract.WORKFLOW_RETRY,
    priority: { priorityKey: 1, fairnessKey: invoice.merchantId },
  }
}

/** A refusal by a validator is an answer like one by the workflow itself. */
async function orRefused<T>(call: () => Promise<T>): Promise<T | { outcome: 'refused'; refused: Refusal }> {
  try {
    return await call()
  } catch (error) {
    const refused = error instanceof WorkflowUpdateFailedError ? contract.refusalOf(error.cause) : undefined
    if (refused) return { outcome: 'refused', refused }
    throw error
  }
}
