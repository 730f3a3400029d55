import { expect, it } from 'vitest'
import { readHeader, RowReader } from './index.ts'

it('names a column without a header by its letter when its cell is wrong', () => {
  const names = ['customer_name', 'customer_email', 'amount', 'currency', 'due_date', 'description', '']
  const read = readHeader(names, { 'column G': 'language' })
  if (!('header' in read)) throw new Error('the header is refused')
  const rules = {
    decimal: 'point',
    dateFormat: 'YYYY-MM-DD',
    today: '2026-12-01',
    lastDay: '2036-12-01',
    firstDay: '2016-12-01',
    taxRounding: 'group' as const,
  } as const
  const reader = new RowReader(read.header, { ...rules, isGuess: false, currencies: new Set(['GBP']) })
  const cells = ['Ada', 'ada@customer.example', '10', 'GBP', '2026-12-31', 'Work', 'no tag']
  const { errors } = reader.read({ rowNumber: 2, lineNumber: 2, cells })
  expect(errors).toMatchObject([{ column: 'column G', target: 'language', value: 'no tag' }])
})
