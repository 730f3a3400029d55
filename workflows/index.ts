export { invoiceWorkflow } from './invoice.ts'
