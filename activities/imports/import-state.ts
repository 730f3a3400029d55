import { setTimeout as wait } from 'node:timers/promises'
import { LockMode } from '@mikro-orm/core'
import { ApplicationFailure } from '@temporalio/common'
import { ImportRow, MerchantRow } from '../../db/entities/index.ts'
import { openChunks, planChunks } from '../../db/imports/batches.ts'
import { isInteractive } from '../../db/imports/interactive-load.ts'
import type { EntityManager } from '../../db/orm.ts'
import { decideImport, expiryOf, isOver } from '../../domain/import/index.ts'
import { BATCH_LETTERS } from '../../integrations/email/mailer.ts'
import { judgedToday, reviewAgain } from './revalidate.ts'
import type { ImportRecordActivities, ImportStatus } from './types.ts'

/** So long after somebody was waiting, imports still go slowly. */
const RECENT_MS = 3_000
/** As many as a merchant ever gives an import; one that is repeated comes soon after. */
const KEPT_COMMANDS = 200
/** Between two starts then, in which the machines are free for whoever waits. */
const PAUSE_MS = 100

/**
 * Reads and writes of an import's row.
 *
 * @param chunkRows so many rows are one transaction, and one batch of mail
 */
export function createImportRecordActivities({
  em,
  chunkRows = BATCH_LETTERS,
}: {
  em: EntityManager
  chunkRows?: number
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
        if (asked.type === 'confirm' && subject.state === 'review') await judgeAgain(tx, subject)
        const { state, pausedAt, good, bad, duplicates } = subject
        const decision = decideImport({ state, isPaused: pausedAt !== null, good, bad, duplicates }, asked)
        if ('refused' in decision) return decision.refused
        const now = new Date()
        subject.state = decision.state
        subject.pausedAt = decision.isPaused ? (pausedAt ?? now) : null
        subject.updatedAt = now
        subject.revision += 1
        if (commandId !== undefined)
          subject.commandIds = [...subject.commandIds, commandId].slice(-KEPT_COMMANDS)
        if (isOver(decision.state)) subject.endedAt = now
        if (asked.type === 'read_again') subject.reading += 1
        if (asked.type === 'confirm') {
          const { type: _, ...choice } = asked
          const { rows, chunks } = await planChunks(tx, subject, choice, chunkRows)
          Object.assign(subject, { choice, toIssue: rows, chunks, confirmedAt: now })
        }
        return undefined
      })
      return refused ? { refused } : { status: await statusOf(em, importId) }
    },

    async giveWay() {
      const isSlow = await isInteractive(em, RECENT_MS)
      if (isSlow) await wait(PAUSE_MS)
      return isSlow
    },

    async completeImport({ importId }) {
      await em.fork().execute(
        `update import i set state = 'completed', ended_at = now(), updated_at = now(), revision = revision + 1
         where id = ? and state = 'issuing'
           and not exists (select from import_chunk c where c.import_id = i.id and c.done_at is null)`,
        [importId],
      )
      return statusOf(em, importId)
    },
  }
}

/** The numbers and dates of days ago decide nothing. */
async function judgeAgain(tx: EntityManager, subject: ImportRow): Promise<void> {
  const merchant = await tx.findOneOrFail(MerchantRow, { id: subject.merchantId })
  await reviewAgain(tx, subject, await judgedToday(tx, subject, merchant, Date.now()))
}

export async function lockImport(tx: EntityManager, id: string): Promise<ImportRow> {
  const row = await tx.findOne(ImportRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  if (!row) throw ApplicationFailure.nonRetryable(`no import ${id}`)
  return row
}

/** @throws ApplicationFailure for an id that names no import: ids reach us only after their row was committed */
export async function statusOf(em: EntityManager, importId: string): Promise<ImportStatus> {
  const row = await em.fork().findOne(ImportRow, { id: importId })
  if (!row) throw ApplicationFailure.nonRetryable(`no import ${importId}`)
  const { merchantId, revision, state, pausedAt, reading, toIssue, rows, good, bad, updatedAt } = row
  return {
    merchantId,
    revision,
    state,
    isPaused: pausedAt !== null,
    reading,
    openChunks: await openChunks(em, importId, state),
    rowsToIssue: toIssue,
    expiresAt: expiryOf(updatedAt.getTime()),
    rows,
    good,
    bad,
  }
}
