import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../../dev/stack/paths.ts'
import { type CellError, type FileRecord, undecidedColumns } from '../../domain/import/index.ts'
import { errorsHeader, errorsLine } from '../../integrations/csv/errors-file.ts'
import { readImportFile, readRecords } from '../../integrations/csv/read-file.ts'
import { someOf } from '../support/some-of.ts'
import { CORPUS, type Expected } from './corpus.ts'
import { errorsOf, invoiceOf, type Read, readPieces, RULES } from './read.ts'

const FOLDER = path.join(ROOT, 'test/fuzz/corpus')
const bytesOf = (file: string) => readFileSync(path.join(FOLDER, `${file}.csv`))

describe('the files of the corpus', () => {
  it('lists more than sixty files, each in the table', () => {
    const files = readdirSync(FOLDER).map((name) => name.replace(/\.csv$/, ''))
    expect(files.toSorted()).toEqual(CORPUS.map(({ file }) => file).toSorted())
    expect(files.length).toBeGreaterThan(60)
  })

  it.each(CORPUS)('reads $file as expected', async (expected) => {
    const bytes = bytesOf(expected.file)
    const whole = await readPieces([bytes], expected.given)
    check(expected, whole)
    for (const size of someOf([1, 2, 3, 7, 64], 5, CORPUS.indexOf(expected))) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      )
      expect(comparable(await readPieces(pieces, expected.given))).toEqual(comparable(whole))
    }
  })
})

function check(expected: Expected, read: Read): void {
  if ('problem' in read || expected.problem) {
    const problem = 'problem' in read ? read.problem : undefined
    expect(problem?.code).toBe(expected.problem)
    expect(problem?.message.length).toBeGreaterThan(20)
    if (expected.message) expect(problem?.message).toContain(expected.message)
    if (expected.preview) expect(problem?.preview.join('\n')).toContain(expected.preview)
    return
  }
  const { head, rows, end } = read
  const {
    settings = {},
    good,
    errors,
    errorRows,
    blank = 0,
    unknown,
    unknownCount,
    unnamed = [],
    questions = [],
    values = [],
  } = expected
  expect(head.settings).toMatchObject(settings)
  const failed = rows.filter((row) => errorsOf(row).length > 0)
  const found = failed.flatMap((row) =>
    errorsOf(row).map(({ target, code }) => [row.rowNumber, target, code]),
  )
  if (errorRows === undefined) expect(found).toEqual(errors ?? [])
  else expect(failed).toHaveLength(errorRows)
  expect(rows.length - failed.length).toBe(good)
  expect(end).toMatchObject({ rowCount: rows.length, blankRows: blank })
  if (unknown) expect(head.header.unknown).toEqual(unknown)
  expect(end.unnamed).toEqual(unnamed)
  if (unknownCount) expect(head.header.unknown).toHaveLength(unknownCount)
  expect(end.questions.map(({ setting }) => setting)).toEqual(questions)
  if (expected.asked) expect(undecidedColumns(end.questions)).toEqual(expected.asked)
  for (const [number, field, value] of values) {
    const invoice: Record<string, unknown> = {
      ...invoiceOf(rows.find(({ rowNumber }) => rowNumber === number) ?? never()),
    }
    const seen = invoice[field] ?? ''
    expect(typeof seen === 'string' || typeof seen === 'number' ? seen : JSON.stringify(seen)).toBe(value)
  }
}

describe('errors.csv', () => {
  const withErrors = CORPUS.filter(
    ({ errors, errorRows, problem }) => !problem && (errors?.length ?? errorRows ?? 0) > 0,
  )

  it.each(withErrors)(
    'gives the same errors when errors.csv of $file is parsed again',
    async ({ file, given }) => {
      const read = await readPieces([bytesOf(file)], given)
      if ('problem' in read) throw read.problem
      const { header, settings } = read.head
      const failed = read.rows.filter((row) => errorsOf(row).length > 0)
      const text = [
        errorsHeader(header.names, settings.delimiter),
        ...failed.map((row) => errorsLine(row, header.names, errorsOf(row), settings.delimiter)),
      ].join('')
      for (const cell of text.split(/[\r\n,;\t]/)) expect(cell).not.toMatch(/^"?[=@]/)
      const { decimal, dateFormat, delimiter } = settings
      const isAsked = failed.some((row) => errorsOf(row).some(({ code }) => code === 'decimal_mark_unknown'))
      const stated = isAsked ? { dateFormat, delimiter } : { decimal, dateFormat, delimiter }
      const again = await readPieces([Buffer.from(text)], { ...given, ...stated })
      if ('problem' in again) throw again.problem
      expect(again.head.header.unknown).toEqual(header.unknown)
      const codes = (rows: typeof read.rows) =>
        rows.map((row) =>
          errorsOf(row)
            .filter(({ code }) => code !== 'too_many_cells')
            .map(({ code }) => code),
        )
      const failsAgain = again.rows.filter((row) => errorsOf(row).length > 0)
      expect(
        failsAgain.length + failed.filter((row) => codes([row])[0]?.length === 0).length,
      ).toBeGreaterThanOrEqual(failed.length)
      expect(codes(again.rows).filter((list) => list.length > 0)).toEqual(
        codes(failed).filter((list) => list.length > 0),
      )
    },
  )
})

describe('errors.csv of an errors.csv', () => {
  it('replaces the errors in an errors.csv that is uploaded again', () => {
    const names = ['amount', 'Error_Row', 'error codes', 'error_details']
    const wrong: CellError = {
      column: 'amount',
      target: 'amount',
      value: 'x',
      code: 'invalid_amount',
      detail: 'must be 1',
    }
    expect(errorsHeader(names, ',')).toBe('\uFEFFamount,error_row,error_codes,error_details\r\n')
    const row = errorsLine(
      { rowNumber: 2, lineNumber: 2, cells: ['x', '7', 'old', 'words'] },
      names,
      [wrong],
      ',',
    )
    expect(row).toBe('x,2,invalid_amount,amount: must be 1\r\n')
  })
})

describe('a file', () => {
  const header = 'customer_name,customer_email,amount,currency,due_date,description'
  const good = (desc: string) => `Ada,a@b.example,10,GBP,2026-12-31,${desc}`

  it('counts a line end of two characters inside a cell as one line', async () => {
    const text = `sep=,\r\n${header}\r\n${good('"one\r\ntwo\r\nthree"')}\r\n${good('"x\ny"')}\r\n${good('z')}\r\n`
    const read = await readPieces([Buffer.from(text)])
    if ('problem' in read) throw read.problem
    expect(read.rows.map(({ rowNumber, lineNumber }) => [rowNumber, lineNumber])).toEqual([
      [2, 3],
      [3, 6],
      [4, 8],
    ])
    const records: FileRecord[] = []
    const settings = read.head.settings
    for await (const some of readRecords(Readable.from([Buffer.from(text)]), settings)) records.push(...some)
    expect(records.map(({ lineNumber }) => lineNumber)).toEqual([2, 3, 6, 8])
    const open = await readPieces([Buffer.from(`${text}${good('"open')}\r\nmore`)])
    expect('problem' in open && open.problem.message).toContain('line 9')
  })

  it('fails only the row with a cell of a megabyte', async () => {
    const read = await readPieces([
      Buffer.from([header, good('x'.repeat(1024 * 1024)), good('fine')].join('\n')),
    ])
    if ('problem' in read) throw read.problem
    expect(read.rows.map((row) => errorsOf(row).map(({ code }) => code))).toEqual([['too_long'], []])
    expect(errorsOf(read.rows[0] ?? never())[0]?.value.length).toBeLessThan(300)
  })

  it('keeps few long rows in memory', async () => {
    const long = good('x'.repeat(50_000))
    const file = async function* () {
      yield Buffer.from(`${header}\n`)
      for (let row = 0; row < 100; row++) yield Buffer.from(`${long}\n`)
    }
    const pieces: number[] = []
    for await (const part of readImportFile(file(), {}, RULES)) {
      if (part.part === 'rows') pieces.push(part.rows.length)
    }
    expect(pieces.reduce((sum, count) => sum + count, 0)).toBe(100)
    expect(Math.max(...pieces)).toBeLessThan(50)
  })

  it('fails only the row with endless spaces in a value', async () => {
    const spaces = `1${' '.repeat(300_000)}x`
    const columns = `${header},tax_rate,customer_phone,language`
    const row = `Ada,a@b.example,1${'0'.repeat(300_000)}1,${spaces},${spaces},Work,${spaces},${spaces},${spaces}`
    const read = await readPieces([Buffer.from([columns, row, `${good('fine')},20,,`].join('\n'))])
    if ('problem' in read) throw read.problem
    expect(read.rows.map((one) => [...new Set(errorsOf(one).map(({ code }) => code))])).toEqual([
      ['too_long'],
      [],
    ])
    const long = await readPieces([Buffer.from([`metadata.a${spaces},${header}`, good('x')].join('\n'))])
    expect('problem' in long && long.problem.code).toBe('header_too_long')
  })

  it('cuts a long cell between characters', async () => {
    const cell = `${'x'.repeat(199)}🚀 and more`
    const read = await readPieces([Buffer.from([header, `Ada,${cell},10,GBP,2026-12-31,Work`].join('\n'))])
    if ('problem' in read) throw read.problem
    const [error] = errorsOf(read.rows[0] ?? never())
    expect(error).toMatchObject({ code: 'invalid_email', value: `${'x'.repeat(199)}…` })
  })

  it('refuses a file with an unclosed quote and names its line', async () => {
    const rows = Array.from({ length: 2_000 }, () => good('a row that is swallowed'))
    const read = await readPieces([Buffer.from([header, good('fine'), good('"open'), ...rows].join('\n'))])
    expect('problem' in read && read.problem).toMatchObject({ code: 'unclosed_quote' })
    expect('problem' in read && read.problem.message).toContain('line 3')
  })

  it('refuses a file with too many rows', async () => {
    const rows = Array.from({ length: 200_001 }, () => 'Ada,,,,,')
    const read = await readPieces([Buffer.from([header, ...rows].join('\n'))])
    expect('problem' in read && read.problem.code).toBe('too_many_rows')
  })
})

function comparable(read: Read) {
  return 'problem' in read ? { code: read.problem.code } : read
}

function never(): never {
  throw new RangeError('there is no such row')
}
