import type { ImportCommand, ImportRefusal, ImportStatus } from '../../domain/import/index.ts'

// Inputs and results must contain no personal data, because workflow histories can store both.

export interface ImportSnapshot {
  merchantId: string
  /** A snapshot with a lower revision is older. */
  revision: number
  status: ImportStatus
  isPaused: boolean
  parseVersion: number
  openBatches: number[]
  rowsToIssue: number
  /** The review ends without a confirmation at the instant, in milliseconds since 1970. */
  expiresAt: number
  rows: number
  validRows: number
  invalidRows: number
}

/** Every write must be idempotent, because a local activity can run more than once. */
export interface ImportRecordActivities {
  loadImport(input: { importId: string }): Promise<ImportSnapshot>
  commandImport(input: {
    importId: string
    command: ImportCommand & { commandId?: string }
  }): Promise<{ snapshot: ImportSnapshot; refused?: ImportRefusal }>
  /** @returns true after a pause, because a payer or merchant sent a request recently */
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
