import { setTimeout as wait } from 'node:timers/promises'
import { LockMode } from '@mikro-orm/core'
import { ImportRow, MerchantRow } from '../../db/entities/index.ts'
import { publishEvents } from '../../db/events/publish.ts'
import { newId } from '../../db/ids.ts'
import { openBatches, planBatches, progressOf } from '../../db/imports/batches.ts'
import { hasInteractiveLoad } from '../../db/imports/interactive-load.ts'
import type { EntityManager } from '../../db/orm.ts'
import { issueRefusalOf } from '../../db/trust/issue-refusal.ts'
import { releaseImportVolume, useImportVolume } from '../../db/trust/volume.ts'
import { importCompletedEvent } from '../../domain/events/import-events.ts'
import { byImport } from '../../domain/shared/cause.ts'
import { decideImport, expiryOf, isOver, undecidedColumns } from '../../domain/import/index.ts'
import { MAX_BATCH_EMAILS } from '../../integrations/email/mailer.ts'
import { missingRow } from '../missing-row.ts'
import { revalidate, validationContext } from './revalidate.ts'
import type { ImportRecordActivities, ImportSnapshot } from './types.ts'

const RECENT_MS = 3_000
const PAUSE_MS = 100
const MAX_COMMAND_IDS = 200

export function createImportRecordActivities({
  em: shared,
  batchRows = MAX_BATCH_EMAILS,
}: {
  em: EntityManager
  batchRows?: number
}): ImportRecordActivities {
  return {
    async loadImport({ importId }) {
      const em = shared.fork()
      await em.nativeUpdate(ImportRow, { id: importId, startedAt: null }, { startedAt: new Date() })
      return loadSnapshot(em, importId)
    },

    async commandImport({ importId, command: { commandId, ...command } }) {
      const em = shared.fork()
      const decided = em.transactional(async (tx) => {
        const subject = await lockImport(tx, importId)
        if (commandId !== undefined && subject.commandIds.includes(commandId)) return undefined
        // A merchant's command can postpone the expiry after the workflow's timer has started.
        if (command.type === 'expire' && Date.now() < expiryOf(subject.updatedAt.getTime())) return undefined
        if (command.type === 'confirm' && subject.status === 'review') await revalidateReview(tx, subject)
        const { status, pausedAt, parseVersion, validRows, invalidRows, duplicates } = subject
        const hasUndecidedColumns = undecidedColumns(subject.questions).length > 0
        const rows = { validRows, invalidRows, duplicates, hasUndecidedColumns }
        const facts = { status, isPaused: pausedAt !== null, parseVersion, ...rows }
        const decision = decideImport(facts, command)
        if ('refused' in decision) return decision.refused
        const now = new Date()
        subject.status = decision.status
        subject.pausedAt = decision.isPaused ? (pausedAt ?? now) : null
        subject.updatedAt = now
        subject.revision += 1
        if (commandId !== undefined) {
          subject.commandIds = [...subject.commandIds, commandId].slice(-MAX_COMMAND_IDS)
        }
        if (isOver(decision.status)) subject.endedAt = now
        if (command.type === 'read_again') subject.parseVersion += 1
        if (command.type === 'confirm') {
          const { type: _, actor: confirmedBy, parseVersion: __, ...confirmOptions } = command
          const { invoices: invoicesToIssue, batches } = await planBatches(
            tx,
            subject,
            confirmOptions,
            batchRows,
          )
          Object.assign(subject, { confirmOptions, invoicesToIssue, batches, confirmedAt: now, confirmedBy })
          if (subject.mode === 'live') await useImportVolume(tx, subject)
        }
        if (command.type === 'cancel' && subject.mode === 'live') await releaseImportVolume(tx, subject)
        return undefined
      })
      const refused = await decided.catch(issueRefusalOf)
      const snapshot = await loadSnapshot(em, importId)
      return refused ? { snapshot, refused } : { snapshot }
    },

    async yieldToInteractive() {
      const isSlow = await hasInteractiveLoad(shared.fork(), RECENT_MS)
      if (isSlow) await wait(PAUSE_MS)
      return isSlow
    },

    async completeImport({ importId }) {
      const em = shared.fork()
      await em.transactional(async (tx) => {
        const [completed] = await tx.execute<CompletedImport[]>(
          `update import i set status = 'completed', ended_at = now(), updated_at = now(), revision = revision + 1
           where id = ? and status = 'issuing'
             and not exists (select from import_batch c where c.import_id = i.id and c.done_at is null)
           returning merchant_id as "merchantId", mode, confirmed_by as "confirmedBy"`,
          [importId],
        )
        if (completed) await publishCompletion(tx, importId, completed)
      })
      return loadSnapshot(em, importId)
    },
  }
}

type CompletedImport = Pick<ImportRow, 'merchantId' | 'mode' | 'confirmedBy'>

async function publishCompletion(
  tx: EntityManager,
  importId: string,
  { confirmedBy, ...owner }: CompletedImport,
): Promise<void> {
  const cause = byImport(importId, confirmedBy)
  const counts = await progressOf(tx, importId)
  const event = importCompletedEvent(newId('evt'), importId, { at: Date.now(), cause, ...counts })
  await publishEvents(tx, owner, [event])
}

async function revalidateReview(tx: EntityManager, subject: ImportRow): Promise<void> {
  const merchant = await tx.findOneOrFail(MerchantRow, { id: subject.merchantId })
  await revalidate(tx, subject, await validationContext(tx, subject, merchant, Date.now()))
}

async function lockImport(tx: EntityManager, id: string): Promise<ImportRow> {
  const subject = await tx.findOne(ImportRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  if (!subject) throw missingRow('import', id)
  return subject
}

/** @throws ApplicationFailure, not retryable, when the import does not exist */
export async function loadSnapshot(em: EntityManager, importId: string): Promise<ImportSnapshot> {
  const subject = await em.findOne(ImportRow, { id: importId }, { disableIdentityMap: true })
  if (!subject) throw missingRow('import', importId)
  const { merchantId, revision, status, pausedAt, parseVersion, updatedAt } = subject
  const { invoicesToIssue, rows, validRows, invalidRows } = subject
  return {
    merchantId,
    revision,
    status,
    isPaused: pausedAt !== null,
    parseVersion,
    openBatches: await openBatches(em, importId, status),
    invoicesToIssue,
    expiresAt: expiryOf(updatedAt.getTime()),
    rows,
    validRows,
    invalidRows,
  }
}
