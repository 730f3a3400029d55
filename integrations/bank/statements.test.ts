import { describe, expect, it } from 'vitest'
import { compare } from '../../domain/payment/reconciliation.ts'
import { RailUnavailableError } from './rail.ts'
import { readStatement as readTokenIo } from './tokenio/statement.ts'
import { readStatement as readTrueLayer } from './truelayer/statement.ts'

// The sandbox produces no invalid statements.

const TO = Date.UTC(2026, 10, 26, 3)
const FROM = TO - 86_400_000

interface Page {
  lines: object[]
  /** Cursor of the next page. */
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
    odd: { amount_in_minor: -25 },
    inEuros: { currency: 'EUR' },
    read: (pages: Pages) => {
      const get = async (path: string) => {
        const { lines, next } = pages(new URL(path, 'http://bank').searchParams.get('cursor') ?? undefined)
        return { status: 200, body: { items: lines, ...(next ? { pagination: { next_cursor: next } } : {}) } }
      }
      return readTrueLayer({ get } as never, { accountId: 'a', currency: 'GBP' }, FROM, TO)
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
    odd: { amount: { value: '-0.25', currency: 'GBP' } },
    inEuros: { amount: { value: '10.00', currency: 'EUR' } },
    read: (pages: Pages) => {
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
      return readTokenIo({ get } as never, { accountId: 'a', currency: 'GBP' }, FROM, TO)
    },
  },
]

describe.each(RAILS)('a statement of $name', ({ line, odd, inEuros, read }) => {
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
  ])('reports a transaction with %s as unreadable, and reads all others', async (_, changes) => {
    const statement = await read(() => ({ lines: [line(1), line(2, changes), line(3)] }))
    const { matched, findings } = compare(statement, [1, 2, 3].map(recorded), [], FROM)
    expect(matched).toBe(2)
    expect(findings).toMatchObject([{ kind: 'transaction_unreadable', subject: 'line-2' }])
  })
})
