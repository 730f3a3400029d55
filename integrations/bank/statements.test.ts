import { describe, expect, it } from 'vitest'
import { compare } from '../../domain/payment/reconciliation.ts'
import { type RailLog, RailUnavailableError } from './rail.ts'
import { readStatement as readTokenIo } from './tokenio/statement.ts'
import { readStatement as readTrueLayer } from './truelayer/statement.ts'

const TO = Date.UTC(2026, 10, 26, 3)
const FROM = TO - 86_400_000

interface Page {
  lines: unknown[]
  next?: string
}
type Pages = (cursor: string | undefined) => Page

const RAILS = [
  {
    name: 'TrueLayer',
    line: (nth: number, changes = {}) => ({
      type: 'merchant_account_payment',
      id: `line-${nth}`,
      amount_in_minor: 1_000,
      currency: 'GBP',
      settled_at: new Date(TO - nth * 1_000).toISOString(),
      payment_id: `payment-${nth}`,
      ...changes,
    }),
    rail: 'truelayer',
    odd: { amount_in_minor: -25 },
    inEuros: { currency: 'EUR' },
    withoutId: { id: undefined },
    withoutTime: { settled_at: undefined },
    ofNewKind: { type: 'a_new_type' },
    read: (pages: Pages, log?: RailLog) => {
      const get = async (path: string) => {
        const { lines, next } = pages(new URL(path, 'http://bank').searchParams.get('cursor') ?? undefined)
        return { status: 200, body: { items: lines, ...(next ? { pagination: { next_cursor: next } } : {}) } }
      }
      return readTrueLayer({ get } as never, { accountId: 'a', currency: 'GBP' }, FROM, TO, log)
    },
  },
  {
    name: 'Token.io',
    line: (nth: number, changes = {}) => ({
      amount: { value: '10.00', currency: 'GBP' },
      providerPaymentId: `line-${nth}`,
      createdDateTime: new Date(TO - nth * 1_000).toISOString(),
      transactionType: 'CREDIT',
      refId: `${nth}`,
      ...changes,
    }),
    rail: 'tokenio',
    odd: { amount: { value: '-0.25', currency: 'GBP' } },
    inEuros: { amount: { value: '10.00', currency: 'EUR' } },
    withoutId: { providerPaymentId: undefined },
    withoutTime: { createdDateTime: undefined },
    ofNewKind: { transactionType: 'A_NEW_TYPE' },
    read: (pages: Pages, log?: RailLog) => {
      const get = async (path: string, query: [string, string][]) => {
        const valuesOf = (name: string) => query.flatMap(([key, value]) => (key === name ? [value] : []))
        if (!path.endsWith('/transactions')) {
          const payments = valuesOf('refIds').map((refId) => ({
            id: `payment-${refId}`,
            status: 'SETTLEMENT_COMPLETED',
            initiation: { refId },
          }))
          return { status: 200, body: { payments } }
        }
        const { lines, next } = pages(valuesOf('offset')[0])
        const pageInfo = { haveMore: next !== undefined, ...(next ? { nextOffset: next } : {}) }
        return { status: 200, body: { transactions: lines, pageInfo } }
      }
      return readTokenIo({ get } as never, { accountId: 'a', currency: 'GBP' }, FROM, TO, log)
    },
  },
] as const

describe.each(RAILS)('a statement of $name', (side) => {
  const { rail, line, odd, inEuros, read } = side

  const recorded = (nth: number) => ({
    type: 'payment' as const,
    id: `pat-${nth}`,
    invoiceId: `inv-${nth}`,
    merchantId: 'mer',
    providerId: `payment-${nth}`,
    amount: 1_000,
    at: TO,
    isFinal: true,
  })

  it('reads a transaction once when it moves to the next page during the read', async () => {
    const statement = await read((cursor) =>
      cursor ? { lines: [line(2), line(3)] } : { lines: [line(1), line(2)], next: '2' },
    )
    expect(compare(statement, [1, 2, 3].map(recorded), [], FROM)).toEqual({ matched: 3, findings: [] })
  })

  it('throws RailUnavailableError when the transaction pages form a circle', async () => {
    let requests = 0
    const circle = read(() => {
      requests += 1
      return { lines: [line(1)], next: `${requests % 2}` }
    })
    await expect(circle).rejects.toThrow(RailUnavailableError)
    expect(requests).toBeLessThan(5)
  })

  it.each([
    ['an amount below zero', odd],
    ['another currency than the account’s', inEuros],
    ['no time', side.withoutTime],
    ['an unknown type', side.ofNewKind],
  ])('reports a transaction with %s as unreadable, and reads all others', async (_, changes) => {
    const statement = await read(() => ({ lines: [line(1), line(2, changes), line(3)] }))
    const { matched, findings } = compare(statement, [1, 2, 3].map(recorded), [], FROM)
    expect(matched).toBe(2)
    expect(findings).toMatchObject([{ kind: 'transaction_unreadable', subject: 'line-2' }])
  })

  it.each([
    ['a transaction without an id', line(2, side.withoutId)],
    ['null instead of a transaction', null],
    ['a text instead of a transaction', 'line-2'],
  ])('reports %s as unreadable, with the same id in each run', async (_, unreadable) => {
    const logged: unknown[] = []
    const log: RailLog = (fields, event) => void logged.push({ ...fields, event })
    const pages = () => ({ lines: [line(1), unreadable, line(3)] })
    const runs = [await read(pages, log), await read(pages)].map((statement) =>
      compare(statement, [1, 3].map(recorded), [], FROM),
    )
    expect(runs[0]).toMatchObject({ matched: 2, findings: [{ kind: 'transaction_unreadable' }] })
    expect(runs[0]?.findings[0]?.subject).toMatch(/^line_[0-9a-f]{24}$/)
    expect(runs[1]).toEqual(runs[0])
    const counts = { read: 2, unreadable: 1 }
    expect(logged).toEqual([{ rail, list: 'statement', ...counts, event: 'rail.items_unreadable' }])
  })
})

describe('money that came back to a TrueLayer account', () => {
  const [{ line, read }] = RAILS
  const returned = (return_for: unknown) =>
    read(() => ({ lines: [line(1, { type: 'external_payment', payment_id: undefined, return_for })] }))

  it('reports no finding when TrueLayer names the returned refund', async () => {
    const statement = await returned({ type: 'identified', returned_id: 'refund-1' })
    expect(compare(statement, [], [], FROM)).toEqual({ matched: 0, findings: [] })
  })

  it.each([
    ['does not name the returned transaction', { type: 'unknown' }],
    ['names a new kind of return', { type: 'a_new_type' }],
  ])('reports a finding when TrueLayer %s', async (_, returnFor) => {
    const { findings } = compare(await returned(returnFor), [], [], FROM)
    expect(findings).toMatchObject([{ kind: 'external_payment', subject: 'line-1', amountAtBank: 1_000 }])
  })
})

it('reads the statement of an account whose id has colons, in the same path as its payments', async () => {
  const paths: string[] = []
  const get = async (path: string) => {
    paths.push(path)
    return { status: 200, body: {} }
  }
  expect(await readTokenIo({ get } as never, { accountId: 'pa:a b:1', currency: 'EUR' }, FROM, TO)).toEqual(
    [],
  )
  expect(paths).toEqual(['/virtual-accounts/pa:a%20b:1/transactions'])
})
