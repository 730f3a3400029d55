import * as wf from '@temporalio/workflow'
import type { ImportSnapshot } from '../../activities/imports/types.ts'
import { importRecords, importWork } from '../shared/activity-options.ts'
import { describeRows, issueBatches } from './batches.ts'
import * as contract from './contract.ts'

// A pinned run stays on the worker version that started the run: https://docs.temporal.io/worker-versioning
wf.setWorkflowOptions({ versioningBehavior: 'PINNED' }, importWorkflow)

export async function importWorkflow({ importId }: contract.ImportWorkflowInput): Promise<void> {
  let snapshot: ImportSnapshot | undefined
  let changes = 0

  wf.setHandler(contract.importSnapshotQuery, () => snapshot)
  for (const update of Object.values(contract.importUpdates)) {
    wf.setHandler(update, async (command) => {
      const result = await importRecords.commandImport({ importId, command })
      // An activity of a lost workflow task can have changed the row and its revision.
      if (!result.refused || result.snapshot.revision !== snapshot?.revision) acceptSnapshot(result.snapshot)
      return result.refused
        ? { outcome: 'refused' as const, refused: result.refused }
        : { outcome: 'done' as const }
    })
  }

  wf.setHandler(contract.reloadImportSignal, async () =>
    acceptSnapshot(await importRecords.loadImport({ importId })),
  )

  acceptSnapshot(await importRecords.loadImport({ importId }))
  for (;;) {
    const current: ImportSnapshot = snapshot ?? (await importRecords.loadImport({ importId }))
    const latest = () => snapshot ?? current
    wf.setCurrentDetails(describe(current))
    switch (current.status) {
      case 'parsing':
        acceptSnapshot(await importWork.parseImport({ importId, parseVersion: current.parseVersion }))
        break
      case 'issuing':
        await issueBatches({ importId, snapshot: latest })
        acceptSnapshot(await importRecords.completeImport({ importId }))
        break
      case 'uploading':
      case 'refused':
      case 'review':
        await waitForMerchant(current)
        break
      case 'cancelled':
        // Issued invoices of open batches stay valid, so their e-mails still go out.
        if (current.openBatches.length > 0) await issueBatches({ importId, snapshot: latest })
        await wf.condition(wf.allHandlersFinished)
        return
      case 'completed':
      case 'expired':
        await wf.condition(wf.allHandlersFinished)
        return
    }
  }

  /** Keeps the newest snapshot, because results of activities can arrive out of order. */
  function acceptSnapshot(latest: ImportSnapshot): void {
    changes += 1
    if (!snapshot || latest.revision >= snapshot.revision) snapshot = latest
  }

  async function waitForMerchant({ expiresAt }: ImportSnapshot): Promise<void> {
    const seen = changes
    const isInTime = await wf.condition(() => changes > seen, Math.max(1, expiresAt - Date.now()))
    if (isInTime) return
    const result = await importRecords.commandImport({ importId, command: { type: 'expire' } })
    acceptSnapshot(result.snapshot)
  }
}

function describe(snapshot: ImportSnapshot): string {
  const { status, isPaused, invoicesToIssue, openBatches } = snapshot
  const paused = isPaused ? ', **paused**' : ''
  const heading =
    status === 'issuing'
      ? `Issuing **${invoicesToIssue}** invoices${paused}; ${openBatches.length} batches are left.`
      : `The import has the status **${status}**.`
  return [heading, describeRows(snapshot)].join('\n\n')
}
