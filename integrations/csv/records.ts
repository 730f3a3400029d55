import { CsvError, type Options, parse } from 'csv-parse'
import type { Delimiter, FileRecord } from '../../domain/import/index.ts'
import { FileProblem } from './file-problem.ts'

const MAX_RECORD_BYTES = 4 * 1024 * 1024

const PIECE_BYTES = 32 * 1024

const OPTIONS: Options = {
  bom: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  // Missing cells, extra cells and quotes inside a cell must not end the import.
  relax_column_count: true,
  relax_quotes: true,
  max_record_size: MAX_RECORD_BYTES,
}

/** @throws FileProblem `unclosed_quote` */
export async function* parseRecords(
  text: AsyncIterable<Buffer>,
  delimiter: Delimiter,
  firstLine: number,
): AsyncGenerator<FileRecord[]> {
  let records: FileRecord[] = []
  let rowNumber = 0
  let lineNumber = firstLine
  let linesBefore = 0
  const parser = parse({
    ...OPTIONS,
    delimiter,
    on_record: (cells: string[], { lines }) => {
      rowNumber += 1
      records.push({ rowNumber, lineNumber, cells })
      lineNumber += 1 + (lines > linesBefore + 1 ? lineEndsIn(cells) : 0)
      linesBefore = lines
      return null
    },
  })
  let failure: Error | undefined
  parser.on('error', (error) => {
    failure = error
  })
  try {
    for await (const piece of text) {
      for (let at = 0; at < piece.length; at += PIECE_BYTES) {
        await new Promise<void>((resolve) =>
          parser.write(piece.subarray(at, at + PIECE_BYTES), () => resolve()),
        )
        if (failure) throw failure
        if (records.length > 0) yield records
        records = []
      }
    }
    await new Promise<void>((resolve) => {
      parser.once('error', () => resolve())
      parser.once('end', () => resolve())
      parser.resume()
      parser.end()
    })
    if (failure) throw failure
    if (records.length > 0) yield records
  } catch (error) {
    throw error instanceof CsvError ? unclosed(lineNumber) : error
  } finally {
    parser.destroy()
  }
}

function unclosed(lineNumber: number): FileProblem {
  return new FileProblem(
    'unclosed_quote',
    `A quote is opened in the row that begins on line ${lineNumber} and never closed, so everything after it would be one cell. Close it, or double it if it belongs to the text.`,
  )
}

function lineEndsIn(cells: readonly string[]): number {
  return cells.reduce((count, cell) => count + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0)
}
