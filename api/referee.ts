import { setTimeout as wait } from 'node:timers/promises'
import {
  type Client,
  isGrpcServiceError,
  WithStartWorkflowOperation,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client'
import type { SignalDefinition, UpdateDefinition } from '@temporalio/common'
import type { BankReport, DeliveryFailureReport } from '../domain/invoice/index.ts'
import * as contract from '../workflows/contract.ts'

/** Who an invoice belongs to: what a run needs to be found by, should it have to be started. */
export interface InvoiceRef {
  id: string
  merchantId: string
}

/** The invoice's workflow, as the api sees it. Everything that may change an issued invoice goes through here. */
export interface InvoiceReferee {
  /** @throws TemporalUnavailableError: the draft stays, and the sweep issues it later */
  issue(invoice: InvoiceRef): Promise<contract.IssueResult>
  /** @throws TemporalUnavailableError */
  pay(invoice: InvoiceRef, request: contract.PayRequest): Promise<contract.PayResult>
  /** @throws TemporalUnavailableError */
  viewed(invoice: InvoiceRef): Promise<void>
  /** @throws TemporalUnavailableError */
  reportPayment(invoice: InvoiceRef, report: Omit<BankReport, 'type'>): Promise<void>
  /** @throws TemporalUnavailableError */
  reportDeliveryFailure(invoice: InvoiceRef, report: Omit<DeliveryFailureReport, 'type'>): Promise<void>
  /** Does Temporal answer? */
  ping(): Promise<void>
}

/** Temporal, or every worker, is away. */
export class TemporalUnavailableError extends Error {
  override name = 'TemporalUnavailableError'
}

const ISSUE_WAIT_MS = 8_000
const SIGNAL_WAIT_MS = 5_000

export function createInvoiceReferee(client: Client, taskQueue: string): InvoiceReferee {
  async function update<R, A extends unknown[]>(
    invoice: InvoiceRef,
    begin: 'issue' | 'resume',
    definition: UpdateDefinition<R, A>,
    args: A,
    waitMs: number,
  ): Promise<R> {
    return answered(() =>
      client.withDeadline(Date.now() + waitMs, () =>
        client.workflow.executeUpdateWithStart<contract.InvoiceWorkflow, R, A>(definition, {
          startWorkflowOperation: new WithStartWorkflowOperation<contract.InvoiceWorkflow>(
            contract.INVOICE_WORKFLOW_TYPE,
            {
              ...runOptions(invoice, begin, taskQueue),
              workflowIdConflictPolicy: 'USE_EXISTING',
            },
          ),
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
    await answered(() =>
      client.withDeadline(Date.now() + SIGNAL_WAIT_MS, () =>
        client.workflow.signalWithStart<contract.InvoiceWorkflow, unknown[]>(contract.INVOICE_WORKFLOW_TYPE, {
          ...runOptions(invoice, 'resume', taskQueue),
          signal: definition.name,
          signalArgs,
        }),
      ),
    )
  }

  return {
    issue: (invoice) => update(invoice, 'issue', contract.issueUpdate, [], ISSUE_WAIT_MS),
    pay: async (invoice, request) => {
      try {
        return await update(invoice, 'resume', contract.payUpdate, [request], contract.PAY_WAIT_MS)
      } catch (error) {
        const refused =
          error instanceof WorkflowUpdateFailedError ? contract.refusalOf(error.cause) : undefined
        if (refused) return { outcome: 'refused', refused }
        throw error
      }
    },
    viewed: (invoice) => signal(invoice, contract.viewedSignal, []),
    reportPayment: (invoice, report) => signal(invoice, contract.bankReportSignal, [report]),
    reportDeliveryFailure: (invoice, report) => signal(invoice, contract.deliveryFailureSignal, [report]),
    ping: async () => {
      await answered(() =>
        client.withDeadline(Date.now() + 2_000, () =>
          client.workflowService.getSystemInfo({}).then(() => undefined),
        ),
      )
    },
  }
}

function runOptions(invoice: InvoiceRef, begin: 'issue' | 'resume', taskQueue: string) {
  const args: [contract.InvoiceWorkflowInput] = [{ invoiceId: invoice.id, begin }]
  return {
    workflowId: contract.invoiceWorkflowId(invoice.id),
    taskQueue,
    args,
    typedSearchAttributes: [
      { key: contract.invoiceStatusAttribute, value: 'open' },
      { key: contract.merchantIdAttribute, value: invoice.merchantId },
    ],
    priority: { priorityKey: 1, fairnessKey: invoice.merchantId },
  }
}

/** gRPC codes after which the same may be tried again. */
const NOT_FOUND = 5
const RESOURCE_EXHAUSTED = 8
const ABORTED = 10
const RETRY_PAUSES_MS = [50, 200]

/**
 * A run that ends in the moment it is asked, or is asked too much at once, is asked again: the next call starts a
 * new run or finds room. Everything else that is Temporal's own is told as one error.
 */
async function answered<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call()
    } catch (error) {
      const pause = RETRY_PAUSES_MS[attempt]
      const code = grpcCode(error)
      const busy = code === NOT_FOUND || code === RESOURCE_EXHAUSTED || code === ABORTED
      if (pause !== undefined && busy) await wait(pause)
      else if (code !== undefined || error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
        throw new TemporalUnavailableError('Temporal or its worker does not answer', { cause: error })
      } else throw error
    }
  }
}

function grpcCode(error: unknown): number | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isGrpcServiceError(cause)) return cause.code
  }
  return undefined
}
