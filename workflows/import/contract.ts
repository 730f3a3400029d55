import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { ImportSnapshot } from '../../activities/imports/types.ts'
import type { ImportCommand, ImportRefusal } from '../../domain/import/index.ts'

// What callers of the import workflows need to know. Nothing here is personal data.

/** The workflow id of an import. */
export function importWorkflowId(importId: string): string {
  return `import-${importId}`
}

export function batchWorkflowId(importId: string, batch: number): string {
  return `import-${importId}-batch-${batch}`
}

export const IMPORT_WORKFLOW_TYPE = 'importWorkflow'

export interface ImportWorkflowInput {
  importId: string
}

/** Where the mail of imports is sent from, beside the task queue of the invoices: it has a pace of its own. */
export function bulkMailQueue(taskQueue: string): string {
  return `${taskQueue}-bulk-mail`
}

export type ImportWorkflow = (input: ImportWorkflowInput) => Promise<void>

/** What only a deadline brings is not for callers. */
export type AskedImportCommand = Exclude<ImportCommand, { type: 'expire' }> & {
  /** The same for the same request, however often it comes. */
  commandId: string
}

export type ImportCommandResult = { outcome: 'done' } | { outcome: 'refused'; refused: ImportRefusal }

/** One update for each thing that can be asked, so that it can be read in a workflow's history. */
export const importUpdates = {
  read_again: importUpdate('read_again'),
  confirm: importUpdate('confirm'),
  pause: importUpdate('pause'),
  resume: importUpdate('resume'),
  cancel: importUpdate('cancel'),
} satisfies Record<AskedImportCommand['type'], unknown>

function importUpdate(name: string) {
  return defineUpdate<ImportCommandResult, [AskedImportCommand]>(name)
}

/** What the workflow holds the import to be, for operators and tests. */
export const importStatusQuery = defineQuery<ImportSnapshot | undefined>('status')

/** Something may have been decided that the workflow does not know of: it reads its row again. */
export const reloadImportSignal = defineSignal('reloadImport')
