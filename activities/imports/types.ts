import type { ImportCommand, ImportRefusal, ImportStatus } from '../../domain/import/index.ts'

// Activities of an import. Inputs and results hold ids, counts and states, but no personal data.

/** State of an import's row. */
export interface ImportSnapshot {
  merchantId: string
  /** Revision of the row. The higher of two snapshots is the newer one. */
  revision: number
  status: ImportStatus
  isPaused: boolean
  /** Number of the current parse of the file. */
  parseVersion: number
  /** Batches that are not done, in order. */
  openBatches: number[]
  rowsToIssue: number
  /** Instant until which the review waits for its confirmation, in milliseconds since 1970. */
  expiresAt: number
  rows: number
  validRows: number
  invalidRows: number
}

/** Short, idempotent writes that run as local activities. */
export interface ImportRecordActivities {
  loadImport(input: { importId: string }): Promise<ImportSnapshot>
  /** Decides a command under the row lock and stores the decision. */
  commandImport(input: {
    importId: string
    command: ImportCommand & { commandId?: string }
  }): Promise<{ status: ImportSnapshot } | { refused: ImportRefusal }>
  /**
   * Pauses for a moment while a payer or merchant waits for a response.
   *
   * @returns true after a pause
   */
  yieldToInteractive(): Promise<boolean>
  /** Completes an import whose batches are all done. */
  completeImport(input: { importId: string }): Promise<ImportSnapshot>
}

/** Longer work that runs as normal activities. */
export interface ImportWorkActivities {
  /** Parses the file, validates every row, and stores the rows for the review. */
  parseImport(input: { importId: string; parseVersion: number }): Promise<ImportSnapshot>
  /** Issues the batch's rows in one transaction. @returns the invoice ids, in the order of the rows */
  issueBatch(input: { importId: string; batch: number }): Promise<{ invoiceIds: string[] }>
}

export interface EmailedBatch {
  /** Invoices whose e-mail was refused permanently. */
  undelivered: string[]
  /** Progress of the whole import, for operators. */
  progress: { issued: number; failed: number; delivered: number; undelivered: number }
}

/** Bulk e-mails, at the rate that the mail provider accepts. */
export interface BulkMailActivities {
  emailBatch(input: { importId: string; batch: number }): Promise<EmailedBatch>
}
