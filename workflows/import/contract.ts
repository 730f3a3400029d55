import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { ImportSnapshot } from '../../activities/imports/types.ts'
import type { ImportCommand, ImportRefusal } from '../../domain/import/index.ts'

// Workflow messages must contain no personal data, because histories keep messages.

export function importWorkflowId(importId: string): string {
  return `import-${importId}`
}

export function batchWorkflowId(importId: string, batch: number): string {
  return `import-${importId}-batch-${batch}`
}

export interface ImportWorkflowInput {
  importId: string
}

export function bulkMailQueue(taskQueue: string): string {
  return `${taskQueue}-bulk-mail`
}

export type MerchantImportCommand = Exclude<ImportCommand, { type: 'expire' }> & {
  commandId: string
}

export type ImportCommandResult = { outcome: 'done' } | { outcome: 'refused'; refused: ImportRefusal }

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

export const importSnapshotQuery = defineQuery<ImportSnapshot | undefined>('snapshot')

export const reloadImportSignal = defineSignal('reloadImport')
