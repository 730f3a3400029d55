import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { ImportSnapshot } from '../../activities/imports/types.ts'
import type { ImportCommand, ImportRefusal } from '../../domain/import/index.ts'

// The messages must contain no personal data.

export function importWorkflowId(importId: string): string {
  return `import-${importId}`
}

export function batchWorkflowId(importId: string, batch: number): string {
  return `import-${importId}-batch-${batch}`
}

export interface ImportWorkflowInput {
  importId: string
}

/** The queue has a rate limit. */
export function bulkMailQueue(taskQueue: string): string {
  return `${taskQueue}-bulk-mail`
}

export type MerchantImportCommand = Exclude<ImportCommand, { type: 'expire' }> & {
  commandId: string
}

export type ImportCommandResult = { outcome: 'done' } | { outcome: 'refused'; refused: ImportRefusal }

/** Each command has a separate update, because the history then names the command. */
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

/** Serves operators only. All other code reads the database. */
export const importSnapshotQuery = defineQuery<ImportSnapshot | undefined>('snapshot')

export const reloadImportSignal = defineSignal('reloadImport')
