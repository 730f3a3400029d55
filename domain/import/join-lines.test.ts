import { expect, it } from 'vitest'
import { joinLines, readHeader, RowReader } from './index.ts'

const COMMON = { email: 'ada@customer.example', currency: 'GBP', due_date: '2026-12-31', number: 'A-1' }

/** Returns the value of each row that its error shows. */
function shownOf(one: Record<string, string>, other: Record<string, string>): unknown[] {
  const cellsOf = (row: Record<string, string>) => ({ customer: 'Ada', amount: '10', ...COMMON, ...row })
  const names = Object.keys({ ...cellsOf(one), description: '' })
  const read = readHeader(names)
  if (!('header' in read)) throw new Error('the header is refused')
  const reader = new RowReader(read.header, {
    decimal: 'point',
    dateFormat: 'YYYY-MM-DD',
    today: '2026-12-01',
    lastDay: '2036-12-01',
    firstDay: '2016-12-01',
    taxRounding: 'group',
    sellerCountry: 'GB',
    isGuess: false,
    currencies: new Set(['GBP']),
    isOffered: () => true,
  })
  const rows = [one, other].map((row, index) => {
    const cells: Record<string, string> = { description: `Work ${index}`, ...cellsOf(row) }
    const at = index + 2
    return reader.read({ rowNumber: at, lineNumber: at, cells: names.map((name) => cells[name] ?? '') })
  })
  const joined = joinLines(rows)
  return 'errors' in joined
    ? joined.errors.map(({ target, value }) => [target, value])
    : [joined.invoice.amount]
}

it('shows the value of each row where the rows of an invoice disagree', () => {
  const names = ['Müller & Söhne, GmbH', 'Doppelt'] as const
  expect(shownOf({ customer: names[0] }, { customer: names[1] })).toEqual(
    names.map((name) => ['customer_name', name]),
  )
  expect(shownOf({ 'metadata.order': '1' }, { 'metadata.order': '2' })).toEqual([
    ['metadata.order', '1'],
    ['metadata.order', '2'],
  ])
  expect(shownOf({ electronic_address: 'EM:a@b.example' }, { electronic_address: 'EM:c@d.example' })).toEqual(
    [
      ['electronic_address', 'EM:a@b.example'],
      ['electronic_address', 'EM:c@d.example'],
    ],
  )
  expect(shownOf({ description: 'Same' }, { description: 'Same' })).toEqual([
    ['description', 'Same'],
    ['description', 'Same'],
  ])
  expect(shownOf({}, {})).toEqual([2_000])
})
