import {
  type DecimalCounts,
  type CellError,
  columnName,
  columnQuestion,
  type DateFormat,
  dateQuestion,
  decimalQuestion,
  type FileRecord,
  type FileRow,
  fittingFormats,
  type RequestedSettings,
  guessDecimal,
  type Header,
  NUMBER_COLUMNS,
  type Question,
  type ReadSettings,
  RowReader,
  type RowRules,
  countDecimalMark,
  shownName,
} from '../../domain/import/index.ts'
import { FileProblem } from './file-problem.ts'
import { headerOf } from './header.ts'
import { openRecords } from './open-records.ts'
import { findUnclosedQuote } from './unclosed-quotes.ts'

/** @internal */
export interface FileHead {
  settings: ReadSettings
  header: Header
}

/** @internal */
export interface FileEnd {
  rowCount: number
  blankRows: number
  questions: Question[]
  unnamed: string[]
}

export type FilePart =
  | ({ part: 'head' } & FileHead)
  | { part: 'rows'; rows: FileRow[] }
  | ({ part: 'end' } & FileEnd)

const MAX_ROWS = 200_000
/** Counts empty rows too, because each costs time. */
const MAX_FILE_ROWS = 1_000_000

const SNIFFED_ROWS = 2_000
const SNIFFED_LENGTH = 1_000_000

/** @throws FileProblem */
export async function* readImportFile(
  bytes: AsyncIterable<Uint8Array>,
  requested: RequestedSettings,
  rules: Pick<
    RowRules,
    'today' | 'lastDay' | 'firstDay' | 'currencies' | 'isOffered' | 'sellerCountry' | 'taxRounding'
  >,
): AsyncGenerator<FilePart> {
  const { encoding = 'utf-8', dateFormat = 'YYYY-MM-DD', unreadColumns = 'ask' } = requested
  const { delimiter, batches } = await openRecords(bytes, { ...requested, encoding })
  const votes: DecimalCounts = { point: 0, comma: 0, either: 0 }
  const dates: { fits: Partial<Record<DateFormat, number>>; of: number } = { fits: {}, of: 0 }
  let header: Header | undefined
  let toRow: ((record: FileRecord) => FileRow) | undefined
  let isGuess = false
  let moneyColumns: number[] = []
  const withValues = new Set<number>()
  let waitingRecords: FileRecord[] = []
  let waitingLength = 0
  let headerRow = 0
  let rowCount = 0
  let fileRows = 0

  for await (const batch of batches) {
    fileRows = batch.fileRows
    for (const record of batch.records) {
      if (record.cells.every((cell) => cell.trim() === '')) continue
      if (header) {
        waitingRecords.push(record)
        if (!toRow) waitingLength += record.cells.reduce((sum, { length }) => sum + length, 0)
        for (const at of moneyColumns) countDecimalMark(votes, record.cells[at] ?? '')
        rowCount += 1
      } else {
        header = headerOf(record.cells, requested)
        headerRow = record.rowNumber
        moneyColumns = NUMBER_COLUMNS.map((name) => header?.targets.indexOf(name) ?? -1).filter(
          (at) => at >= 0,
        )
      }
    }
    if (rowCount > MAX_ROWS) {
      throw new FileProblem('too_many_rows', `The file has more than ${MAX_ROWS} rows. Split it.`)
    }
    if (fileRows > MAX_FILE_ROWS) {
      const detail = `The file has more than ${MAX_FILE_ROWS} rows with the empty ones. Remove the empty rows.`
      throw new FileProblem('too_many_rows', detail)
    }
    if (!header) continue
    if (!toRow && rowCount < SNIFFED_ROWS && waitingLength < SNIFFED_LENGTH) continue
    if (!toRow) yield begin(header)
    if (toRow && waitingRecords.length > 0) yield { part: 'rows', rows: waitingRecords.map(toRow) }
    waitingRecords = []
  }
  if (!header) throw new FileProblem('empty_file', 'The file is empty. Its first row must be a header.')
  if (rowCount === 0) throw new FileProblem('no_rows', 'The file has a header but no rows.')
  if (!toRow) yield begin(header)
  if (toRow && waitingRecords.length > 0) yield { part: 'rows', rows: waitingRecords.map(toRow) }
  const { names } = header
  const undecided = [...withValues].toSorted((a, b) => a - b)
  const questions = [
    dateQuestion(dates.fits, dates.of),
    decimalQuestion(votes, isGuess),
    columnQuestion(unreadColumns === 'ask' ? undecided.map((at) => shownName(names[at] ?? '', at)) : []),
  ].filter((question) => question !== undefined)
  yield {
    part: 'end',
    rowCount,
    blankRows: fileRows - headerRow - rowCount,
    questions,
    unnamed: undecided.filter((at) => names[at]?.trim() === '').map(columnName),
  }

  function begin(known: Header): FilePart {
    const guess = guessDecimal(votes, delimiter)
    const { decimal = guess.decimal } = requested
    isGuess = requested.decimal === undefined && guess.isGuess
    const { pricesIncludeTax } = requested
    const said = pricesIncludeTax === undefined ? {} : { pricesIncludeTax }
    const settings = { encoding, delimiter, decimal, dateFormat, unreadColumns, ...said }
    const reader = new RowReader(known, { decimal, isGuess, dateFormat, ...said, ...rules })
    let emptySoFar = known.undecided
    toRow = (record) => {
      if (emptySoFar.some((at) => record.cells[at]?.trim())) {
        for (const at of emptySoFar) if (record.cells[at]?.trim()) withValues.add(at)
        emptySoFar = emptySoFar.filter((at) => !withValues.has(at))
      }
      const broken = findUnclosedQuote(record.cells, known, delimiter)
      const row = broken ? { ...record, invoice: null, errors: [broken] } : reader.read(record)
      for (const error of row.errors ?? []) noteDate(error)
      return row
    }
    return { part: 'head', settings, header: known }
  }

  function noteDate({ code, value }: CellError): void {
    if (code !== 'date_format_unknown' && code !== 'other_date_format') return
    dates.of += 1
    for (const format of fittingFormats(value.trim())) dates.fits[format] = (dates.fits[format] ?? 0) + 1
  }
}

/**
 * Reads the cells of the header and of the first rows.
 *
 * @throws FileProblem
 */
export async function readStart(
  bytes: AsyncIterable<Uint8Array>,
  settings: RequestedSettings,
  rows: number,
): Promise<string[][]> {
  const found: string[][] = []
  const { batches } = await openRecords(bytes, settings)
  for await (const { records } of batches) {
    for (const { cells } of records) if (cells.some((cell) => cell.trim() !== '')) found.push(cells)
    if (found.length > rows) break
  }
  return found.slice(0, rows + 1)
}

/** @throws FileProblem */
export async function* readRecords(
  bytes: AsyncIterable<Uint8Array>,
  settings: ReadSettings,
): AsyncGenerator<FileRecord[]> {
  const { batches } = await openRecords(bytes, settings)
  for await (const { records } of batches) yield records
}
