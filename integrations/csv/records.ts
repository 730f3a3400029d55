import { CsvError, type Options, parse } from 'csv-parse'
import type { Delimiter } from '../../domain/import/index.ts'
import { FileProblem } from './file-problem.ts'

/** A row of the file as it stands there. */
export interface CsvRecord {
  /** As spreadsheets count: the first row is 1. */
  row: number
  /** The line of the file on which it begins; quoted cells may hold several. */
  line: number
  cells: string[]
}

/** No row of a real file is longer: beyond it, a quote was opened and never closed. Bytes. */
const MAX_RECORD = 4 * 1024 * 1024

/** So many bytes are parsed between two looks at what came of them: some two hundred rows, soon forgotten. */
const PIECE = 32 * 1024

const OPTIONS: Options = {
  bom: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  // Short and long rows, and stray quotes, are the row's mistakes and not the file's.
  relax_column_count: true,
  relax_quotes: true,
  max_record_size: MAX_RECORD,
}

/**
 * Parses CSV as it comes in, and gives the records of each piece together.
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
      for (let at = 0; at < piece.length; at += PIECE) {
        await new Promise<void>((resolve) => parser.write(piece.subarray(at, at + PIECE), () => resolve()))
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
