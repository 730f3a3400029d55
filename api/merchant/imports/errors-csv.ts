import type { ImportRow } from '../../../db/entities/index.ts'
import { readFileChunks } from '../../../db/imports/file-chunks.ts'
import { type StoredRow, listRows } from '../../../db/imports/rows.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { CellError } from '../../../domain/import/index.ts'
import { errorsHeader, errorsRow } from '../../../integrations/csv/errors-file.ts'
import { readRecords } from '../../../integrations/csv/read-file.ts'

const PAGE = 1_000

/**
 * errors.csv: the rows that failed, as they were uploaded, with what is wrong with them. The file is read once more
 * beside the list of failed rows, both in the file's order, so it may be of any length.
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

/** Failed rows in order, and those that were left out as duplicates. */
async function* failedRows(em: EntityManager, subject: ImportRow): AsyncGenerator<StoredRow> {
  for (let after = 0; ;) {
    const rows = await listRows(em, subject, { which: 'left_out', after, limit: PAGE })
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = last.row
  }
}

function errorsOf({ errors, duplicate }: StoredRow): CellError[] {
  if (errors) return errors
  const other = duplicate?.row ? `row ${duplicate.row}` : `invoice ${duplicate?.number ?? ''}`
  const detail = `has the customer, amount and due date of ${other}; send it with "duplicates": "send" if it is another`
  return [{ column: null, target: null, value: '', code: 'duplicate', detail }]
}
