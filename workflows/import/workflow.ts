import * as wf from '@temporalio/workflow'
import type { ImportSnapshot } from '../../activities/imports/types.ts'
import { expiryOf } from '../../domain/import/index.ts'
import { importRecords, importWork } from '../shared/activity-options.ts'
import { describeRows, issueBatches } from './batches.ts'
import * as contract from './contract.ts'

/**
 * One import, from the uploaded file until its invoices are issued: read it, wait for the merchant's word, hand its
 * batches to child workflows. Its row is the truth: a run that is started anew goes on from there.
 */
export async function importWorkflow({ importId }: contract.ImportWorkflowInput): Promise<void> {
  let status: ImportSnapshot | undefined
  let changes = 0

  wf.setHandler(contract.importStatusQuery, () => status)
  for (const update of Object.values(contract.importUpdates)) {
    wf.setHandler(update, async (command) => {
      const result = await importRecords.commandImport({ importId, command })
      if ('refused' in result) return { outcome: 'refused' as const, refused: result.refused }
      acceptStatus(result.status)
      return { outcome: 'done' as const }
    })
  }

  wf.setHandler(contract.reloadImportSignal, async () =>
    acceptStatus(await importRecords.openImport({ importId })),
  )

  acceptStatus(await importRecords.openImport({ importId }))
  for (;;) {
    const now: ImportSnapshot = status ?? (await importRecords.openImport({ importId }))
    wf.setCurrentDetails(describe(now))
    switch (now.status) {
      case 'parsing':
        acceptStatus(await importWork.readImport({ importId, parseVersion: now.parseVersion }))
        break
      case 'issuing':
        await issueBatches({ importId, status: () => status ?? now, setDetails: wf.setCurrentDetails })
        // Cancelled or not: only what is still issuing can be completed.
        acceptStatus(await importRecords.completeImport({ importId }))
        break
      case 'uploading':
      case 'refused':
      case 'review':
        await waitForTheMerchant()
        break
      case 'cancelled':
        // What was issued stays, so it is told its customers too.
        if (now.openBatches.length > 0)
          await issueBatches({ importId, status: () => status ?? now, setDetails: wf.setCurrentDetails })
        await wf.condition(wf.allHandlersFinished)
        return
      case 'completed':
      case 'expired':
        await wf.condition(wf.allHandlersFinished)
        return
    }
  }

  /** Answers may overtake each other: the row's newest word counts. */
  function acceptStatus(latest: ImportSnapshot): void {
    changes += 1
    if (!status || (latest.revision ?? 0) >= (status.revision ?? 0)) status = latest
  }

  async function waitForTheMerchant(): Promise<void> {
    const seen = changes
    const { expiresAt = expiryOf(Date.now()) } = status ?? {}
    const inTime = await wf.condition(() => changes > seen, Math.max(1, expiresAt - Date.now()))
    if (inTime) return
    const result = await importRecords.commandImport({ importId, command: { type: 'expire' } })
    acceptStatus('status' in result ? result.status : await importRecords.openImport({ importId }))
  }
}

function describe(snapshot: ImportSnapshot): string {
  const { status, isPaused, rowsToIssue, openBatches } = snapshot
  const paused = isPaused ? ', **paused**' : ''
  const first =
    status === 'issuing'
      ? `Issuing **${rowsToIssue}** invoices${paused}; ${openBatches.length} batches are left.`
      : `The import has the status **${status}**.`
  return [first, describeRows(snapshot)].join('\n\n')
}
