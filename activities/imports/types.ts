import type { ImportCommand, ImportRefusal, ImportState } from '../../domain/import/index.ts'

// What the workflows of an import ask of the outside. Ids, counts and states only: no personal data.

/** Where an import stands, by its row, which is the truth. */
export interface ImportStatus {
  merchantId: string
  /** Of the row: of two answers the one with the higher is the newer. Absent in answers from before it was kept. */
  revision?: number
  state: ImportState
  isPaused: boolean
  /** Which reading of the file is wanted. */
  reading: number
  /** Chunks that are not done, in order. */
  openChunks: number[]
  rowsToIssue: number
  /** Until when it waits for the merchant, in milliseconds since 1970. Absent in answers from before it was told. */
  expiresAt?: number
  /** Rows of the file, and how many of them are good or bad. Absent in answers from before they were told. */
  rows?: number
  good?: number
  bad?: number
}

/** Short, idempotent writes: run as local activities. */
export interface ImportRecordActivities {
  openImport(input: { importId: string }): Promise<ImportStatus>
  /** Decides under the row's lock, and writes down what was decided. */
  commandImport(input: {
    importId: string
    command: ImportCommand & { commandId?: string }
  }): Promise<{ status: ImportStatus } | { refused: ImportRefusal }>
  /** Is somebody waiting for an answer, whom an import has to let pass? If so, this has let them: it takes a moment. */
  giveWay(): Promise<boolean>
  /** Everything that was chosen is issued and its mail is out. */
  completeImport(input: { importId: string }): Promise<ImportStatus>
}

/** What takes longer: run as normal activities, retried until done. */
export interface ImportWorkActivities {
  /** Reads the file, checks every row, and keeps what it found for the review. */
  readImport(input: { importId: string; reading: number }): Promise<ImportStatus>
  /** Makes the chunk's rows into issued invoices, all in one transaction. @returns their ids, in the rows' order */
  issueChunk(input: { importId: string; chunk: number }): Promise<{ invoiceIds: string[] }>
}

export interface MailedChunk {
  /** Invoices whose e-mail was refused for good. */
  undelivered: string[]
  /** Of the whole import by then, for operators. Absent in answers from before it was told. */
  progress?: { issued: number; failed: number; delivered: number; undelivered: number }
}

/** Sending in bulk, at the pace the mail provider takes. */
export interface BulkMailActivities {
  mailChunk(input: { importId: string; chunk: number }): Promise<MailedChunk>
}
