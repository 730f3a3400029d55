export { importBatchWorkflow } from './import/batches.ts'
export { importWorkflow } from './import/workflow.ts'
export { invoiceWorkflow } from './invoice/workflow.ts'
export { reconciliationWorkflow } from './reconciliation/workflow.ts'
export { recurringWorkflow } from './recurring/workflow.ts'
export { webhookDeliveryWorkflow, webhookNoticeWorkflow } from './webhooks/workflow.ts'

// The SDK formats a stack trace for each promise of a workflow.
Error.stackTraceLimit = 5
