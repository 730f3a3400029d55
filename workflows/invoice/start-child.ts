import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import * as wf from '@temporalio/workflow'
import {
  INVOICE_WORKFLOW_TYPE,
  invoiceStatusAttribute,
  type InvoiceWorkflow,
  type InvoiceWorkflowInput,
  invoiceWorkflowId,
  merchantIdAttribute,
  WORKFLOW_RETRY,
  WORKFLOW_VERSION,
} from './contract.ts'

interface Start extends Omit<InvoiceWorkflowInput, 'version'> {
  merchantId: string
  /** 1 is served before 5. */
  priorityKey: number
  summary: string
  /** Also where it ran before and has ended. */
  allowRestart?: boolean
}

/**
 * Starts an invoice's workflow as a child that lives on by itself. One that was started before, by an earlier try, the
 * sweep, or a customer who was quick, is as good: then false.
 */
export async function startInvoice({
  invoiceId,
  mode,
  initialReport,
  merchantId,
  priorityKey,
  summary,
  allowRestart = false,
}: Start): Promise<boolean> {
  try {
    await wf.startChild<InvoiceWorkflow>(INVOICE_WORKFLOW_TYPE, {
      workflowId: invoiceWorkflowId(invoiceId),
      args: [{ invoiceId, mode, version: WORKFLOW_VERSION, ...(initialReport ? { initialReport } : {}) }],
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
