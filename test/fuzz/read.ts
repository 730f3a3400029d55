import type { CellError, FileRow, RequestedSettings, ParsedInvoice } from '../../domain/import/index.ts'
import { isCurrency } from '../../domain/shared/money.ts'
import { FileProblem } from '../../integrations/csv/file-problem.ts'
import { type FileEnd, type FileHead, readImportFile } from '../../integrations/csv/read-file.ts'

export const RULES = {
  today: '2026-11-23',
  lastDay: '2036-11-23',
  firstDay: '2016-01-01',
  sellerCountry: 'GB',
  taxRounding: 'group' as const,
  isOffered: () => true,
  currencies: { has: isCurrency } as unknown as ReadonlySet<string>,
}

export type Read = { problem: FileProblem } | { head: FileHead; rows: FileRow[]; end: FileEnd }

export async function readPieces(pieces: Iterable<Uint8Array>, given: RequestedSettings = {}): Promise<Read> {
  let head: FileHead | undefined
  let end: FileEnd | undefined
  let rows: FileRow[] = []
  try {
    for await (const part of readImportFile(asAsync(pieces), given, RULES)) {
      if (part.part === 'head') head = part
      else if (part.part === 'rows') rows = rows.concat(part.rows)
      else end = part
    }
  } catch (error) {
    if (error instanceof FileProblem) return { problem: error }
    throw error
  }
  if (!head || !end) throw new RangeError('a file without a beginning or an end')
  return { head, rows, end }
}

export const invoiceOf = ({ invoice }: FileRow): ParsedInvoice | undefined => invoice ?? undefined
export const errorsOf = ({ errors }: FileRow): CellError[] => errors ?? []

async function* asAsync(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* pieces
}
