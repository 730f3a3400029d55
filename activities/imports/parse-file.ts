import { raw } from '@mikro-orm/core'
import { ImportRow, MerchantRow } from '../../db/entities/index.ts'
import { markDuplicates } from '../../db/imports/validate.ts'
import { readFileChunks } from '../../db/imports/file-chunks.ts'
import { beginParse, countRows, deleteOldParses, stageRows } from '../../db/imports/rows.ts'
import { payableCurrencies } from '../../db/payments/payout-accounts.ts'
import type { EntityManager } from '../../db/orm.ts'
import { dateInZone } from '../../domain/shared/calendar.ts'
import { TEN_YEARS_MS } from '../../domain/invoice/limits.ts'
import { FileProblem } from '../../integrations/csv/file-problem.ts'
import { readImportFile } from '../../integrations/csv/read-file.ts'
import { withHeartbeat, reportProgress } from '../heartbeat.ts'
import { statusOf } from './import-state.ts'
import type { ImportWorkActivities } from './types.ts'

/** Other settings were asked for, it was cancelled, or another try has begun: this reading is not wanted any more. */
class StaleReadingError extends Error {
  override name = 'StaleReadingError'
}

/** Reads the file of an import into rows, in the memory of a few of them. */
export function createReadImport({ em }: { em: EntityManager }): Pick<ImportWorkActivities, 'readImport'> {
  return {
    readImport: withHeartbeat(async ({ importId, parseVersion }) => {
      try {
        await readFile(em, importId, parseVersion)
      } catch (error) {
        if (!(error instanceof StaleReadingError)) throw error
      }
      return statusOf(em, importId)
    }),
  }
}

async function readFile(em: EntityManager, importId: string, reading: number): Promise<void> {
  const subject = await em.fork().findOneOrFail(ImportRow, { id: importId })
  if (subject.status !== 'parsing' || subject.parseVersion !== reading) return
  const { timeZone } = await em.fork().findOneOrFail(MerchantRow, { id: subject.merchantId })
  const now = Date.now()
  const rules = {
    today: dateInZone(now, timeZone),
    lastDay: dateInZone(now + TEN_YEARS_MS, timeZone),
    currencies: await payableCurrencies(em, subject),
  }
  const begun = await beginParse(em, subject)
  if (begun === undefined) return
  subject.parseAttempt = begun
  try {
    await stage(em, subject, rules)
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error
    await refuse(em, subject, error)
  }
}

async function stage(
  em: EntityManager,
  subject: ImportRow,
  rules: Parameters<typeof readImportFile>[2],
): Promise<void> {
  let invalidRows = 0
  let rows = 0
  for await (const part of readImportFile(readFileChunks(em, subject.id), subject.requestedSettings, rules)) {
    if (part.part === 'head') {
      const { settings, header } = part
      Object.assign(subject, { settings, header })
      await write(em, subject, { settings, header, problem: null })
    } else if (part.part === 'rows') {
      await stageRows(em, subject, part.rows)
      // Shows how far it is, and finds out whether it is still wanted.
      rows += part.rows.length
      invalidRows += part.rows.filter(({ read }) => 'errors' in read).length
      await write(em, subject, { rows, validRows: rows - invalidRows, invalidRows })
      reportProgress(rows)
    } else {
      await markDuplicates(em, subject)
      const { blankRows, questions, unnamed } = part
      const header = subject.header && { ...subject.header, unknown: [...subject.header.unknown, ...unnamed] }
      const counts = await countRows(em.fork(), subject)
      if (counts.rows !== part.rows) throw new Error(`${counts.rows} rows of ${part.rows} were staged`)
      const readAt = new Date()
      await write(em, subject, { ...counts, header, blankRows, questions, status: 'review', readAt })
    }
  }
  await deleteOldParses(em, subject)
}

async function refuse(
  em: EntityManager,
  subject: ImportRow,
  { code, message: detail, preview }: FileProblem,
): Promise<void> {
  const nothing = { rows: 0, validRows: 0, invalidRows: 0, duplicates: 0, totals: [], questions: [] }
  const facts = {
    ...nothing,
    status: 'refused' as const,
    problem: { code, detail, preview },
    readAt: new Date(),
  }
  await write(em, subject, facts)
}

/** @throws StaleReadingError */
async function write(
  em: EntityManager,
  { id, parseVersion, parseAttempt }: ImportRow,
  facts: Partial<ImportRow>,
): Promise<void> {
  const wanted = { id, parseVersion, parseAttempt, status: 'parsing' as const }
  const renewed = { updatedAt: new Date(), revision: raw('revision + 1') }
  const count = await em.fork().nativeUpdate(ImportRow, wanted, { ...facts, ...renewed })
  if (count !== 1) throw new StaleReadingError('this reading is not wanted any more')
}
