import { CsvError, type Options, parse } from 'csv-parse'
import type { Delimiter } from '../../domain/import/index.ts'
import { FileProblem } from './file-problem.ts'

export interface CsvRecord {
  /** The row number as in a spreadsheet; the first row is 1. */
  row: number
  /** The number of the row's first line; quoted cells can span several lines. */
  line: number
  cells: string[]
}

/** Bytes of the longest row. A longer row means an unclosed quote. */
const MAX_RECORD_BYTES = 4 * 1024 * 1024

/** Bytes parsed per batch of records, about two hundred rows. Small batches keep memory low. */
const PIECE_BYTES = 32 * 1024

const OPTIONS: Options = {
  bom: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  // Short rows, long rows and stray quotes are errors of a single row.
  relax_column_count: true,
  relax_quotes: true,
  max_record_size: MAX_RECORD_BYTES,
}

/**
 * Parses a CSV stream and yields records in batches.
 *
 * @param text UTF-8
 * @throws FileProblem `unclosed_quote`
 */
export async function* parseRecords(
  text: AsyncIterable<Buffer>,
  delimiter: Delimiter,
): AsyncGenerator<CsvRecord[]> {
  let batch: CsvRecord[] = []
  let row = 0
  let line = 1
  const parser = parse({
    ...OPTIONS,
    delimiter,
    on_record: (cells: string[], { lines }) => {
      row += 1
      batch.push({ row, line, cells })
      line = lines + 1
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
        if (batch.length > 0) yield batch
        batch = []
      }
    }
    await new Promise<void>((resolve) => {
      parser.once('error', () => resolve())
      parser.once('end', () => resolve())
      parser.resume()
      parser.end()
    })
    if (failure) throw failure
    if (batch.length > 0) yield batch
  } catch (error) {
    throw error instanceof CsvError ? unclosed(line) : error
  } finally {
    parser.destroy()
  }
}

function unclosed(line: number): FileProblem {
  return new FileProblem(
    'unclosed_quote',
    `A quote is opened in the row that begins on line ${line} and never closed, so everything after it would be one cell. Close it, or double it if it belongs to the text.`,
  )
}
