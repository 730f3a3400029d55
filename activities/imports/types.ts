import type { ImportCommand, ImportRefusal, ImportStatus } from '../../domain/import/index.ts'

export interface ImportSnapshot {
  merchantId: string
  revision: number
  status: ImportStatus
  isPaused: boolean
  parseVersion: number
  openBatches: number[]
  invoicesToIssue: number
  /** Milliseconds since 1970. */
  expiresAt: number
  rows: number
  validRows: number
  invalidRows: number
}

export interface ImportRecordActivities {
  loadImport(input: { importId: string }): Promise<ImportSnapshot>
  commandImport(input: {
    importId: string
    command: ImportCommand & { commandId?: string }
  }): Promise<{ snapshot: ImportSnapshot; refused?: ImportRefusal }>
  yieldToInteractive(): Promise<boolean>
  completeImport(input: { importId: string }): Promise<ImportSnapshot>
}

export interface ImportWorkActivities {
  parseImport(input: { importId: string; parseVersion: number }): Promise<ImportSnapshot>
  issueBatch(input: { importId: string; batch: number }): Promise<{ invoiceIds: string[] }>
}

export interface EmailedBatch {
  failedInvoiceIds: string[]
  progress: { issued: number; failed: number; delivered: number; undelivered: number }
}

export interface BulkMailActivities {
  emailBatch(input: { importId: string; batch: number }): Promise<EmailedBatch>
}
