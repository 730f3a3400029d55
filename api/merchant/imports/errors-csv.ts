import type { ImportRow } from '../../../db/entities/index.ts'
import { readFileChunks } from '../../../db/imports/file-chunks.ts'
import { type StoredRow, listRows } from '../../../db/imports/rows.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { CellError } from '../../../domain/import/index.ts'
import { errorsHeader, errorsLine } from '../../../integrations/csv/errors-file.ts'
import { readRecords } from '../../../integrations/csv/read-file.ts'

const PAGE_ROWS = 1_000

export async function* errorsCsv(em: EntityManager, subject: ImportRow): AsyncGenerator<string> {
  const { header, settings } = subject
  if (!header || !settings) return
  yield errorsHeader(header.names, settings.delimiter)
  const rows = leftOutRows(em, subject)
  let row = (await rows.next()).value
  if (!row) return
  for await (const records of readRecords(readFileChunks(em, subject.id), settings)) {
    for (const record of records) {
      if (record.rowNumber !== row.rowNumber) continue
      yield errorsLine(record, header.names, errorsOf(row), settings.delimiter)
      row = (await rows.next()).value
      if (!row) return
    }
  }
}

async function* leftOutRows(em: EntityManager, subject: ImportRow): AsyncGenerator<StoredRow, undefined> {
  for (let after = 0; ;) {
    const rows = await listRows(em, subject, { which: 'left_out', after, limit: PAGE_ROWS })
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < PAGE_ROWS) return undefined
    after = last.rowNumber
  }
}

function errorsOf({ errors, duplicate }: StoredRow): CellError[] {
  if (errors) return errors
  const other = duplicate?.rowNumber
    ? `row ${duplicate.rowNumber}`
    : `invoice ${duplicate?.invoiceNumber ?? duplicate?.invoiceId ?? ''}`
  const detail = `has the same customer, amount and due date as ${other}; confirm with "duplicates": "send" if both are meant`
  return [{ column: null, target: null, value: '', code: 'duplicate', detail }]
}
