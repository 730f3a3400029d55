import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { ImportSnapshot } from '../../activities/imports/types.ts'
import type { ImportCommand, ImportRefusal } from '../../domain/import/index.ts'

// Callers of the import workflows need only this file. The messages hold no personal data.

export function importWorkflowId(importId: string): string {
  return `import-${importId}`
}

export function batchWorkflowId(importId: string, batch: number): string {
  return `import-${importId}-batch-${batch}`
}

export interface ImportWorkflowInput {
  importId: string
}

/** Returns the task queue for the e-mails of imports. The queue has a rate limit. */
export function bulkMailQueue(taskQueue: string): string {
  return `${taskQueue}-bulk-mail`
}

/** A merchant's command. Only the workflow expires an import. */
export type MerchantImportCommand = Exclude<ImportCommand, { type: 'expire' }> & {
  /** The id of the request, the same for each repetition. */
  commandId: string
}

export type ImportCommandResult = { outcome: 'done' } | { outcome: 'refused'; refused: ImportRefusal }

/** The updates, one for each command, because the history then names the command. */
export const importUpdates = {
  read_again: importUpdate('read_again'),
  confirm: importUpdate('confirm'),
  pause: importUpdate('pause'),
  resume: importUpdate('resume'),
  cancel: importUpdate('cancel'),
} satisfies Record<MerchantImportCommand['type'], unknown>

function importUpdate(name: string) {
  return defineUpdate<ImportCommandResult, [MerchantImportCommand]>(name)
}

/** The state in the workflow's memory, for operators and tests. */
export const importSnapshotQuery = defineQuery<ImportSnapshot | undefined>('snapshot')

export const reloadImportSignal = defineSignal('reloadImport')
