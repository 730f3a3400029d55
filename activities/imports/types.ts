import type { ImportCommand, ImportRefusal, ImportStatus } from '../../domain/import/index.ts'

// What the workflows of an import ask of the outside. Ids, counts and states only: no personal data.

/** Where an import stands, by its row, which is the truth. */
export interface ImportSnapshot {
  merchantId: string
  /** Of the row: of two answers the one with the higher is the newer. Absent in answers from before it was kept. */
  revision?: number
  status: ImportStatus
  isPaused: boolean
  /** Which reading of the file is wanted. */
  parseVersion: number
  /** Batches that are not done, in order. */
  openBatches: number[]
  rowsToIssue: number
  /** Until when it waits for the merchant, in milliseconds since 1970. Absent in answers from before it was told. */
  expiresAt?: number
  /** Rows of the file, and how many of them are good or bad. Absent in answers from before they were told. */
  rows?: number
  validRows?: number
  invalidRows?: number
}

/** Short, idempotent writes: run as local activities. */
export interface ImportRecordActivities {
  openImport(input: { importId: string }): Promise<ImportSnapshot>
  /** Decides under the row's lock, and writes down what was decided. */
  commandImport(input: {
    importId: string
    command: ImportCommand & { commandId?: string }
  }): Promise<{ status: ImportSnapshot } | { refused: ImportRefusal }>
  /** Is somebody waiting for an answer, whom an import has to let pass? If so, this has let them: it takes a moment. */
  yieldToInteractive(): Promise<boolean>
  /** Everything that was chosen is issued and its mail is out. */
  completeImport(input: { importId: string }): Promise<ImportSnapshot>
}

/** What takes longer: run as normal activities, retried until done. */
export interface ImportWorkActivities {
  /** Reads the file, checks every row, and keeps what it found for the review. */
  readImport(input: { importId: string; parseVersion: number }): Promise<ImportSnapshot>
  /** Makes the batch's rows into issued invoices, all in one transaction. @returns their ids, in the rows' order */
  issueBatch(input: { importId: string; batch: number }): Promise<{ invoiceIds: string[] }>
}

export interface EmailedBatch {
  /** Invoices whose e-mail was refused for good. */
  undelivered: string[]
  /** Of the whole import by then, for operators. Absent in answers from before it was told. */
  progress?: { issued: number; failed: number; delivered: number; undelivered: number }
}

/** Sending in bulk, at the pace the mail provider takes. */
export interface BulkMailActivities {
  emailBatch(input: { importId: string; batch: number }): Promise<EmailedBatch>
}
