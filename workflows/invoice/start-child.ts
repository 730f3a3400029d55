import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import * as wf from '@temporalio/workflow'
import {
  invoiceStatusAttribute,
  type InvoiceWorkflowInput,
  invoiceWorkflowId,
  merchantIdAttribute,
  WORKFLOW_RETRY,
} from './contract.ts'
import type { invoiceWorkflow } from './workflow.ts'

interface Start extends InvoiceWorkflowInput {
  merchantId: string
  /**
   * Temporal gives 1 the highest priority, and 5 the lowest.
   *
   * @see https://docs.temporal.io/develop/task-queue-priority-fairness
   */
  priorityKey: number
  summary: string
  allowRestart?: boolean
}

export async function startInvoice({
  invoiceId,
  initialReport,
  merchantId,
  priorityKey,
  summary,
  allowRestart = false,
}: Start): Promise<boolean> {
  try {
    await wf.startChild<typeof invoiceWorkflow>('invoiceWorkflow', {
      workflowId: invoiceWorkflowId(invoiceId),
      args: [{ invoiceId, ...(initialReport ? { initialReport } : {}) }],
      parentClosePolicy: 'ABANDON',
      workflowIdReusePolicy: allowRestart ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
      typedSearchAttributes: [
        { key: invoiceStatusAttribute, value: 'open' },
        { key: merchantIdAttribute, value: merchantId },
      ],
      retry: WORKFLOW_RETRY,
      priority: { priorityKey, fairnessKey: merchantId },
      staticSummary: summary,
    })
    return true
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false
    throw error
  }
}
