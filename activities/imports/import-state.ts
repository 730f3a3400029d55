import { setTimeout as wait } from 'node:timers/promises'
import { LockMode } from '@mikro-orm/core'
import { ApplicationFailure } from '@temporalio/common'
import { ImportRow, MerchantRow } from '../../db/entities/index.ts'
import { openBatches, planBatches } from '../../db/imports/batches.ts'
import { hasInteractiveLoad } from '../../db/imports/interactive-load.ts'
import type { EntityManager } from '../../db/orm.ts'
import { decideImport, expiryOf, isOver } from '../../domain/import/index.ts'
import { MAX_BATCH_EMAILS } from '../../integrations/email/mailer.ts'
import { validationContext, revalidate } from './revalidate.ts'
import type { ImportRecordActivities, ImportSnapshot } from './types.ts'

/** So long after somebody was waiting, imports still go slowly. */
const RECENT_MS = 3_000
/** As many as a merchant ever gives an import; one that is repeated comes soon after. */
const KEPT_COMMANDS = 200
/** Between two starts then, in which the machines are free for whoever waits. */
const PAUSE_MS = 100

/**
 * Reads and writes of an import's row.
 *
 * @param batchRows so many rows are one transaction, and one batch of mail
 */
export function createImportRecordActivities({
  em,
  batchRows = MAX_BATCH_EMAILS,
}: {
  em: EntityManager
  batchRows?: number
}): ImportRecordActivities {
  return {
    openImport: async ({ importId }) => {
      await em.fork().nativeUpdate(ImportRow, { id: importId, startedAt: null }, { startedAt: new Date() })
      return statusOf(em, importId)
    },

    async commandImport({ importId, command }) {
      const refused = await em.fork().transactional(async (tx) => {
        const subject = await lockImport(tx, importId)
        const { commandId, ...asked } = command
        if (commandId !== undefined && subject.commandIds.includes(commandId)) return undefined
        // A timer of before the merchant did something.
        if (asked.type === 'expire' && Date.now() < expiryOf(subject.updatedAt.getTime())) return undefined
        if (asked.type === 'confirm' && subject.status === 'review') await revalidateOpenRows(tx, subject)
        const { status, pausedAt, validRows, invalidRows, duplicates } = subject
        const decision = decideImport(
          { status, isPaused: pausedAt !== null, validRows, invalidRows, duplicates },
          asked,
        )
        if ('refused' in decision) return decision.refused
        const now = new Date()
        subject.status = decision.status
        subject.pausedAt = decision.isPaused ? (pausedAt ?? now) : null
        subject.updatedAt = now
        subject.revision += 1
        if (commandId !== undefined)
          subject.commandIds = [...subject.commandIds, commandId].slice(-KEPT_COMMANDS)
        if (isOver(decision.status)) subject.endedAt = now
        if (asked.type === 'read_again') subject.parseVersion += 1
        if (asked.type === 'confirm') {
          const { type: _, ...choice } = asked
          const { rows, batches } = await planBatches(tx, subject, choice, batchRows)
          Object.assign(subject, { confirmOptions: choice, rowsToIssue: rows, batches, confirmedAt: now })
        }
        return undefined
      })
      return refused ? { refused } : { status: await statusOf(em, importId) }
    },

    async yieldToInteractive() {
      const isSlow = await hasInteractiveLoad(em, RECENT_MS)
      if (isSlow) await wait(PAUSE_MS)
      return isSlow
    },

    async completeImport({ importId }) {
      await em.fork().execute(
        `update import i set status = 'completed', ended_at = now(), updated_at = now(), revision = revision + 1
         where id = ? and status = 'issuing'
           and not exists (select from import_batch c where c.import_id = i.id and c.done_at is null)`,
        [importId],
      )
      return statusOf(em, importId)
    },
  }
}

/** The numbers and dates of days ago decide nothing. */
async function revalidateOpenRows(tx: EntityManager, subject: ImportRow): Promise<void> {
  const merchant = await tx.findOneOrFail(MerchantRow, { id: subject.merchantId })
  await revalidate(tx, subject, await validationContext(tx, subject, merchant, Date.now()))
}

export async function lockImport(tx: EntityManager, id: string): Promise<ImportRow> {
  const row = await tx.findOne(ImportRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  if (!row) throw ApplicationFailure.nonRetryable(`no import ${id}`)
  return row
}

/** @throws ApplicationFailure for an id that names no import: ids reach us only after their row was committed */
export async function statusOf(em: EntityManager, importId: string): Promise<ImportSnapshot> {
  const row = await em.fork().findOne(ImportRow, { id: importId })
  if (!row) throw ApplicationFailure.nonRetryable(`no import ${importId}`)
  const {
    merchantId,
    revision,
    status,
    pausedAt,
    parseVersion,
    rowsToIssue,
    rows,
    validRows,
    invalidRows,
    updatedAt,
  } = row
  return {
    merchantId,
    revision,
    status,
    isPaused: pausedAt !== null,
    parseVersion,
    openBatches: await openBatches(em, importId, status),
    rowsToIssue,
    expiresAt: expiryOf(updatedAt.getTime()),
    rows,
    validRows,
    invalidRows,
  }
}
