import type { ImportCommand, ImportRefusal, ImportStatus } from '../../domain/import/index.ts'

// Inputs and results of an import's activities contain no personal data.

export interface ImportSnapshot {
  merchantId: string
  /** The higher of two revisions is the newer one. */
  revision: number
  status: ImportStatus
  isPaused: boolean
  parseVersion: number
  /** Lists the batches that still need work, in order. */
  openBatches: number[]
  rowsToIssue: number
  /** The review ends without a confirmation at the instant, in milliseconds since 1970. */
  expiresAt: number
  rows: number
  validRows: number
  invalidRows: number
}

/** Every write is short and idempotent, because the activities run as local activities. */
export interface ImportRecordActivities {
  loadImport(input: { importId: string }): Promise<ImportSnapshot>
  commandImport(input: {
    importId: string
    command: ImportCommand & { commandId?: string }
  }): Promise<{ snapshot: ImportSnapshot; refused?: ImportRefusal }>
  /**
   * Pauses for a moment if a payer or merchant waited for a response recently.
   *
   * @returns true after a pause
   */
  yieldToInteractive(): Promise<boolean>
  completeImport(input: { importId: string }): Promise<ImportSnapshot>
}

/** Runs as normal activities, because the work is long. */
export interface ImportWorkActivities {
  parseImport(input: { importId: string; parseVersion: number }): Promise<ImportSnapshot>
  /** @returns the invoice ids, in the order of the rows */
  issueBatch(input: { importId: string; batch: number }): Promise<{ invoiceIds: string[] }>
}

export interface EmailedBatch {
  /** Lists the invoices whose first e-mail failed or was not needed. */
  undelivered: string[]
  progress: { issued: number; failed: number; delivered: number; undelivered: number }
}

export interface BulkMailActivities {
  emailBatch(input: { importId: string; batch: number }): Promise<EmailedBatch>
}
