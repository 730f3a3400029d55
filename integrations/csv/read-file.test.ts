import { describe, expect, it } from 'vitest'
import { RULES } from '../../test/fuzz/read.ts'
import { type FilePart, readImportFile, readRecords } from './read-file.ts'

const HEADER = 'customer_name,customer_email,amount,currency,due_date,description'
const ROW = 'Ada Byron,ada@customer.example,1.00,GBP,2027-01-01,Work'

/** Yields without a turn of the event loop. */
async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

async function partsOf(text: string): Promise<FilePart[]> {
  return all(readImportFile(bytesOf(text), {}, RULES))
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const value of values) found.push(value)
  return found
}

async function turnsWhile(work: Promise<unknown>): Promise<number> {
  let turns = 0
  let isDone = false
  const count = () => {
    turns += 1
    if (!isDone) setImmediate(count)
  }
  count()
  await work.finally(() => (isDone = true))
  return turns
}

describe('empty rows of a file', () => {
  it('count for the line of a quote that is not closed', async () => {
    await expect(partsOf(`${HEADER}\n${ROW}\n\n\n"`)).rejects.toThrow(/line 5/)
  })

  it('are counted, and keep the numbers of the rows and lines after them', async () => {
    const quoted = ROW.replace('Work', '"Work\r\nand more"')
    const text = ['', HEADER, '', ',,,,,', ROW, '', '', quoted, ' ', ROW, '', '', ''].join('\r\n')
    const end = (await partsOf(text)).at(-1)
    expect(end).toMatchObject({ part: 'end', rowCount: 3, blankRows: 7 })
    const settings = {
      encoding: 'utf-8',
      delimiter: ',',
      decimal: 'point',
      dateFormat: 'YYYY-MM-DD',
      unreadColumns: 'ask',
    } as const
    const records = (await all(readRecords(bytesOf(text), settings))).flat()
    const filled = records.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    expect(filled.map(({ rowNumber, lineNumber }) => [rowNumber, lineNumber])).toEqual([
      [2, 2],
      [5, 5],
      [8, 8],
      [10, 11],
    ])
  })

  it('are refused when they are more than a million with the others', async () => {
    const text = [HEADER, ROW, '\n'.repeat(1_000_000)].join('\n')
    await expect(partsOf(text)).rejects.toMatchObject({ code: 'too_many_rows' })
  })
})

it.each([
  ['empty lines', '\n'.repeat(400_000)],
  ['rows of another length', 'x\n'.repeat(20_000)],
])('lets other work of the process go on while it reads %s', async (_, rest) => {
  const text = `${HEADER}\n${ROW}\n${rest}`
  expect(await turnsWhile(partsOf(text))).toBeGreaterThan(text.length / (9 * 1024))
})
