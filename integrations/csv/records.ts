import { setImmediate } from 'node:timers/promises'
import { CsvError, type Options, parse } from 'csv-parse'
import type { Delimiter, FileRecord } from '../../domain/import/index.ts'
import { FileProblem } from './file-problem.ts'

const MAX_RECORD_BYTES = 4 * 1024 * 1024

/** A piece blocks the event loop: a row of odd length takes about 15 µs. */
const PIECE_BYTES = 8 * 1024
const BATCH_BYTES = 32 * 1024

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

const OPTIONS: Options = {
  bom: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  // Missing cells, extra cells and quotes inside a cell must not end the import.
  relax_column_count: true,
  relax_quotes: true,
  max_record_size: MAX_RECORD_BYTES,
  skip_empty_lines: true,
}

interface RecordBatch {
  records: FileRecord[]
  /** Counts the rows of the file so far, with its empty lines. */
  fileRows: number
}

/** @throws FileProblem `unclosed_quote` */
export async function* parseRecords(
  text: AsyncIterable<Buffer>,
  delimiter: Delimiter,
  firstLine: number,
): AsyncGenerator<RecordBatch> {
  let records: FileRecord[] = []
  let recordCount = 0
  let lineNumber = firstLine
  let linesBefore = 0
  let emptyBefore = 0
  const parser = parse({
    ...OPTIONS,
    delimiter,
    on_record: (cells: string[], { lines, empty_lines: emptyLines }) => {
      const skipped = emptyLines - emptyBefore
      recordCount += 1
      lineNumber += skipped
      records.push({ rowNumber: recordCount + emptyLines, lineNumber, cells })
      lineNumber += 1 + (lines > linesBefore + skipped + 1 ? lineEndsIn(cells) : 0)
      linesBefore = lines
      emptyBefore = emptyLines
      return null
    },
  })
  let failure: Error | undefined
  parser.on('error', (error) => {
    failure = error
  })
  let batchBytes = 0
  let lastByte: number | undefined
  try {
    for await (const chunk of text) {
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
        const piece = chunk.subarray(at, at + PIECE_BYTES)
        await new Promise<void>((resolve) => parser.write(piece, () => resolve()))
        if (failure) throw failure
        batchBytes += piece.length
        lastByte = piece.at(-1)
        if (batchBytes >= BATCH_BYTES) {
          yield batch()
          records = []
          batchBytes = 0
        }
        // Other work of the process must not wait for the end of the file.
        await setImmediate()
      }
    }
    await new Promise<void>((resolve) => {
      parser.once('error', () => resolve())
      parser.once('end', () => resolve())
      parser.resume()
      parser.end()
    })
    if (failure) throw failure
    // The parser counts an empty line after a final line end.
    yield batch(lastByte === LINE_FEED || lastByte === CARRIAGE_RETURN ? 1 : 0)
  } catch (error) {
    // A problem of the header precedes a problem of a later row.
    if (records.length > 0) yield batch()
    const skipped = parser.info.empty_lines - emptyBefore
    throw error instanceof CsvError ? unclosed(lineNumber + skipped) : error
  } finally {
    parser.destroy()
  }

  function batch(surplus = 0): RecordBatch {
    return { records, fileRows: recordCount + parser.info.empty_lines - surplus }
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
