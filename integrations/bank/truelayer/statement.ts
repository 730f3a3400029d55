import * as v from 'valibot'
import type { AccountTransaction } from '../../../domain/payment/reconciliation.ts'
import { expectFound, type RailLog } from '../rail.ts'
import { logUnreadable } from '../shared/read-each.ts'
import { readPages } from '../shared/read-pages.ts'
import { unreadableLine } from '../shared/unreadable-line.ts'
import { minorUnits, read } from './http/answers.ts'
import type { TrueLayerClient } from './http/client.ts'
import { DAY_MS } from '../../../domain/shared/durations.ts'

/**
 * TrueLayer allows at most 31 days for more than 2,000 transactions.
 *
 * @see https://docs.truelayer.com/docs/get-your-merchant-account-transactions-or-payment-sources
 */
const SLICE_MS = 7 * DAY_MS

const instant = v.pipe(
  v.string(),
  v.transform((text) => Date.parse(text)),
  v.number(),
)
const Page = v.object({
  items: v.array(v.unknown()),
  pagination: v.optional(v.object({ next_cursor: v.optional(v.string()) })),
})
const Item = v.object({
  type: v.string(),
  id: v.string(),
  amount_in_minor: minorUnits,
  currency: v.optional(v.string()),
  status: v.optional(v.string()),
  settled_at: v.optional(instant),
  executed_at: v.optional(instant),
  payment_id: v.optional(v.string()),
  refund_id: v.optional(v.string()),
  returned_by: v.optional(v.unknown()),
  return_for: v.optional(v.unknown()),
})

const FINAL = new Set(['settled', 'executed'])

const Identified = v.object({ type: v.literal('identified') })

/**
 * @param from milliseconds since 1970, like `to`
 *
 * @throws UnknownToRailError, RailUnavailableError
 */
export async function readStatement(
  client: TrueLayerClient,
  { accountId, currency }: { accountId: string; currency: string },
  from: number,
  to: number,
  log?: RailLog,
): Promise<AccountTransaction[]> {
  const lines = new Map<string, AccountTransaction>()
  for (let start = from; start < to || start === from; start += SLICE_MS) {
    const range = { from: iso(start), to: iso(Math.min(start + SLICE_MS, to)) }
    await readPages(async (cursor) => {
      const query = new URLSearchParams({ ...range, ...(cursor ? { cursor } : {}) })
      const answer = await client.get(
        `/v3/merchant-accounts/${encodeURIComponent(accountId)}/transactions?${query.toString()}`,
      )
      expectFound('reading the account', answer.status)
      const { items, pagination } = read(Page, answer)
      for (const item of items) {
        for (const line of linesOf(item, currency, to)) lines.set(line.id, line)
      }
      return pagination?.next_cursor
    })
  }
  const found = [...lines.values()]
  const unreadable = found.filter(({ type }) => type === 'unreadable').length
  logUnreadable(log, 'truelayer', 'statement', { read: found.length - unreadable, unreadable })
  return found.toSorted((a, b) => a.at - b.at)
}

function linesOf(raw: unknown, currency: string, end: number): AccountTransaction[] {
  const parsed = v.safeParse(Item, raw)
  if (!parsed.success || (parsed.output.currency ?? currency) !== currency) {
    return [unreadableLine(raw, 'id', end)]
  }
  const { type, id, amount_in_minor, settled_at, executed_at, ...item } = parsed.output
  const at = settled_at ?? executed_at
  if (item.status !== undefined && !FINAL.has(item.status)) return []
  if (at === undefined) return [unreadableLine(raw, 'id', end)]
  // The two lines of an identified returned refund cancel out: see docs/truelayer.md.
  if (item.returned_by || v.is(Identified, item.return_for)) return []
  const line = { id, amount: amount_in_minor, at }
  switch (type) {
    case 'merchant_account_payment':
      return [{ ...line, type: 'payment', ...(item.payment_id ? { providerId: item.payment_id } : {}) }]
    case 'refund':
      return [{ ...line, type: 'refund', ...(item.refund_id ? { providerId: item.refund_id } : {}) }]
    case 'external_payment':
      return [{ ...line, type }]
    case 'payout':
      return [{ ...line, type }]
    default:
      return [unreadableLine(raw, 'id', at)]
  }
}

function iso(instantMs: number): string {
  return new Date(instantMs).toISOString()
}
