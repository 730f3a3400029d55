import type { ImportCommand, ImportRefusal, ImportStatus } from '../../domain/import/index.ts'

// Inputs and results of an import's activities hold no personal data.

export interface ImportSnapshot {
  merchantId: string
  /** Revision of the row. The higher of two snapshots is the newer one. */
  revision: number
  status: ImportStatus
  isPaused: boolean
  parseVersion: number
  /** Batches that are not done, in order. */
  openBatches: number[]
  rowsToIssue: number
  /** The instant at which the review ends without a confirmation, in milliseconds since 1970. */
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
  }): Promise<{ snapshot: ImportSnapshot; refused?: ImportRefusal }>
  /**
   * Pauses for a moment while a payer or merchant waits for a response.
   *
   * @returns true after a pause
   */
  yieldToInteractive(): Promise<boolean>
  completeImport(input: { importId: string }): Promise<ImportSnapshot>
}

/** Longer work that runs as normal activities. */
export interface ImportWorkActivities {
  parseImport(input: { importId: string; parseVersion: number }): Promise<ImportSnapshot>
  /**
   * Issues the batch's rows in one transaction.
   *
   * @returns the invoice ids, in the order of the rows
   */
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
