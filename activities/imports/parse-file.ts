import { raw } from '@mikro-orm/core'
import { ImportRow, MerchantRow } from '../../db/entities/index.ts'
import { readFileChunks } from '../../db/imports/file-chunks.ts'
import { joinInvoiceLines } from '../../db/imports/invoice-lines.ts'
import { beginParse, countRows, deleteOldParses, saveRows } from '../../db/imports/rows.ts'
import { markDuplicates } from '../../db/imports/validate.ts'
import type { EntityManager } from '../../db/orm.ts'
import { payableCurrencies } from '../../db/payments/payout-accounts.ts'
import { TEN_YEARS_MS } from '../../domain/invoice/limits.ts'
import { countryOf } from '../../domain/einvoice/parties.ts'
import { dateInZone } from '../../domain/shared/calendar.ts'
import type { ByMode } from '../../domain/shared/mode.ts'
import type { Currency } from '../../domain/shared/money.ts'
import { isOffered } from '../../integrations/bank/offered-accounts.ts'
import type { Rails } from '../../integrations/bank/rails.ts'
import { FileProblem } from '../../integrations/csv/file-problem.ts'
import { readImportFile } from '../../integrations/csv/read-file.ts'
import { reportProgress, withHeartbeat } from '../heartbeat.ts'
import { loadSnapshot } from './import-state.ts'
import type { ImportWorkActivities } from './types.ts'

class StaleParseError extends Error {
  override name = 'StaleParseError'
}

interface Deps {
  em: EntityManager
  rails: ByMode<Rails>
}

export function createParseImport({ em: shared, rails }: Deps): Pick<ImportWorkActivities, 'parseImport'> {
  return {
    parseImport: withHeartbeat(async ({ importId, parseVersion }) => {
      const em = shared.fork()
      try {
        await parseFile({ em, rails }, importId, parseVersion)
      } catch (error) {
        if (!(error instanceof StaleParseError)) throw error
      }
      return loadSnapshot(em, importId)
    }),
  }
}

async function parseFile({ em, rails }: Deps, importId: string, parseVersion: number): Promise<void> {
  const subject = await em.findOneOrFail(ImportRow, { id: importId }, { disableIdentityMap: true })
  if (subject.status !== 'parsing' || subject.parseVersion !== parseVersion) return
  const merchant = await em.findOneOrFail(MerchantRow, { id: subject.merchantId })
  const { timeZone, taxRounding } = merchant
  const now = Date.now()
  const rules = {
    today: dateInZone(now, timeZone),
    lastDay: dateInZone(now + TEN_YEARS_MS, timeZone),
    firstDay: dateInZone(now - TEN_YEARS_MS, timeZone),
    currencies: await payableCurrencies(em, subject),
    isOffered: (currency: Currency) => isOffered(rails[subject.mode], currency),
    taxRounding,
    sellerCountry: countryOf(merchant.address),
  }
  const parseAttempt = await beginParse(em, subject)
  if (parseAttempt === undefined) return
  subject.parseAttempt = parseAttempt
  try {
    await saveFileRows(em, subject, rules)
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error
    await refuseFile(em, subject, error)
  }
}

async function saveFileRows(
  em: EntityManager,
  subject: ImportRow,
  rules: Parameters<typeof readImportFile>[2],
): Promise<void> {
  let rowCount = 0
  let invalidRows = 0
  for await (const part of readImportFile(readFileChunks(em, subject.id), subject.requestedSettings, rules)) {
    if (part.part === 'head') {
      const { settings, header } = part
      Object.assign(subject, { settings, header })
      await update(em, subject, { settings, header, problem: null })
    } else if (part.part === 'rows') {
      await saveRows(em, subject, part.rows)
      rowCount += part.rows.length
      invalidRows += part.rows.filter(({ errors }) => errors).length
      await update(em, subject, { rows: rowCount, validRows: rowCount - invalidRows, invalidRows })
      reportProgress(rowCount)
    } else {
      await joinInvoiceLines(em, subject)
      await markDuplicates(em, subject)
      const { blankRows, questions, unnamed } = part
      const header = subject.header && { ...subject.header, unknown: [...subject.header.unknown, ...unnamed] }
      const counts = await countRows(em, subject)
      if (counts.rows !== part.rowCount) throw new Error(`saved ${counts.rows} of ${part.rowCount} rows`)
      const readAt = new Date()
      await update(em, subject, { ...counts, header, blankRows, questions, status: 'review', readAt })
    }
  }
  await deleteOldParses(em, subject)
}

async function refuseFile(
  em: EntityManager,
  subject: ImportRow,
  { code, message: detail, preview }: FileProblem,
): Promise<void> {
  const noRows = { rows: 0, validRows: 0, invalidRows: 0, duplicates: 0, totals: [], questions: [] }
  await update(em, subject, {
    ...noRows,
    status: 'refused',
    problem: { code, detail, preview },
    readAt: new Date(),
  })
}

async function update(
  em: EntityManager,
  { id, parseVersion, parseAttempt }: ImportRow,
  columns: Partial<ImportRow>,
): Promise<void> {
  const current = { id, parseVersion, parseAttempt, status: 'parsing' as const }
  const revised = { updatedAt: new Date(), revision: raw('revision + 1') }
  const count = await em.nativeUpdate(ImportRow, current, { ...columns, ...revised })
  if (count !== 1) throw new StaleParseError('another parse or attempt has begun')
}
