import * as wf from '@temporalio/workflow'
import type { ImportStatus } from '../../activities/imports/types.ts'
import { expiryOf } from '../../domain/import/index.ts'
import { importRecords, importWork } from '../shared/activity-options.ts'
import { describeRows, issueChunks } from './batches.ts'
import * as contract from './contract.ts'

/**
 * One import, from the uploaded file until its invoices are issued: read it, wait for the merchant's word, hand its
 * chunks to child workflows. Its row is the truth: a run that is started anew goes on from there.
 */
export async function importWorkflow({ importId }: contract.ImportWorkflowInput): Promise<void> {
  let status: ImportStatus | undefined
  let changes = 0

  wf.setHandler(contract.importStatusQuery, () => status)
  for (const update of Object.values(contract.importUpdates)) {
    wf.setHandler(update, async (command) => {
      const result = await importRecords.commandImport({ importId, command })
      if ('refused' in result) return { outcome: 'refused' as const, refused: result.refused }
      renew(result.status)
      return { outcome: 'done' as const }
    })
  }

  wf.setHandler(contract.importWakeSignal, async () => renew(await importRecords.openImport({ importId })))

  renew(await importRecords.openImport({ importId }))
  for (;;) {
    const now: ImportStatus = status ?? (await importRecords.openImport({ importId }))
    wf.setCurrentDetails(describe(now))
    switch (now.state) {
      case 'reading':
        renew(await importWork.readImport({ importId, reading: now.reading }))
        break
      case 'issuing':
        await issueChunks({ importId, status: () => status ?? now, show: wf.setCurrentDetails })
        // Cancelled or not: only what is still issuing can be completed.
        renew(await importRecords.completeImport({ importId }))
        break
      case 'uploading':
      case 'refused':
      case 'review':
        await waitForTheMerchant()
        break
      case 'cancelled':
        // What was issued stays, so it is told its customers too.
        if (now.openChunks.length > 0)
          await issueChunks({ importId, status: () => status ?? now, show: wf.setCurrentDetails })
        await wf.condition(wf.allHandlersFinished)
        return
      case 'completed':
      case 'expired':
        await wf.condition(wf.allHandlersFinished)
        return
    }
  }

  /** Answers may overtake each other: the row's newest word counts. */
  function renew(latest: ImportStatus): void {
    changes += 1
    if (!status || (latest.revision ?? 0) >= (status.revision ?? 0)) status = latest
  }

  async function waitForTheMerchant(): Promise<void> {
    const seen = changes
    const { expiresAt = expiryOf(Date.now()) } = status ?? {}
    const inTime = await wf.condition(() => changes > seen, Math.max(1, expiresAt - Date.now()))
    if (inTime) return
    const result = await importRecords.commandImport({ importId, command: { type: 'expire' } })
    renew('status' in result ? result.status : await importRecords.openImport({ importId }))
  }
}

function describe(status: ImportStatus): string {
  const { state, isPaused, rowsToIssue, openChunks } = status
  const paused = isPaused ? ', **paused**' : ''
  const first =
    state === 'issuing'
      ? `Issuing **${rowsToIssue}** invoices${paused}; ${openChunks.length} chunks are left.`
      : `The import is in the state **${state}**.`
  return [first, describeRows(status)].join('\n\n')
}
