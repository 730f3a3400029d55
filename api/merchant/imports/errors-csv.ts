import type { ImportRow } from '../../../db/entities/index.ts'
import { readFileChunks } from '../../../db/imports/file-chunks.ts'
import { type StoredRow, listRows } from '../../../db/imports/rows.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { CellError } from '../../../domain/import/index.ts'
import { errorsHeader, errorsRow } from '../../../integrations/csv/errors-file.ts'
import { readRecords } from '../../../integrations/csv/read-file.ts'

const PAGE_ROWS = 1_000

/**
 * Writes errors.csv: the failed rows as uploaded, with all errors. The file and the failed rows are read
 * together, so memory use does not grow.
 */
export async function* errorsCsv(em: EntityManager, subject: ImportRow): AsyncGenerator<string> {
  const { header, settings } = subject
  if (!header || !settings) return
  yield errorsHeader(header.names, settings.delimiter)
  const failed = failedRows(em, subject)
  let next = await failed.next()
  if (next.done) return
  for await (const records of readRecords(readFileChunks(em, subject.id), settings)) {
    for (const record of records) {
      if (next.done) return
      if (record.row !== next.value.row) continue
      yield errorsRow({ ...record, names: header.names }, errorsOf(next.value), settings.delimiter)
      next = await failed.next()
    }
  }
}

/** Lists the rows that failed or were left out as duplicates, in the file's order. */
async function* failedRows(em: EntityManager, subject: ImportRow): AsyncGenerator<StoredRow> {
  for (let after = 0; ;) {
    const rows = await listRows(em, subject, { which: 'left_out', after, limit: PAGE_ROWS })
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < PAGE_ROWS) return
    after = last.row
  }
}

function errorsOf({ errors, duplicate }: StoredRow): CellError[] {
  if (errors) return errors
  const other = duplicate?.row ? `row ${duplicate.row}` : `invoice ${duplicate?.number ?? ''}`
  const detail = `has the same customer, amount and due date as ${other}; confirm with "duplicates": "send" if both are meant`
  return [{ column: null, target: null, value: '', code: 'duplicate', detail }]
}
