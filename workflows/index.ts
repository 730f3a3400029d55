export { invoiceWorkflow } from './invoice.ts'
export { recurringWorkflow } from './recurring.ts'
