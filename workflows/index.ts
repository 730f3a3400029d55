export { importChunkWorkflow } from './import-chunks.ts'
export { importWorkflow } from './import.ts'
export { invoiceWorkflow } from './invoice.ts'
export { recurringWorkflow } from './recurring.ts'
