import * as v from 'valibot'
import type { AccountTransaction } from '../../../domain/payment/reconciliation.ts'
import { expectFound, RailUnavailableError } from '../rail.ts'
import { minorUnits, read } from './http/answers.ts'
import type { TrueLayerClient } from './http/client.ts'

/** Range of one request. For accounts with over 2,000 transactions TrueLayer allows 31 days. */
const SLICE_MS = 7 * 86_400_000

const instant = v.pipe(
  v.string(),
  v.transform((text) => Date.parse(text)),
  v.number(),
)
const Page = v.object({
  items: v.array(v.looseObject({ id: v.string() })),
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
  /** Set on a returned refund and on the money that came back. The two lines cancel out. */
  returned_by: v.optional(v.unknown()),
  return_for: v.optional(v.unknown()),
})

/**
 * Reads the final transactions of a merchant account. Pending ones appear again when they become final.
 * https://docs.truelayer.com/docs/get-transactions-for-payments-v3
 *
 * @throws UnknownToRailError, RailUnavailableError
 */
export async function readStatement(
  client: TrueLayerClient,
  { accountId, currency }: { accountId: string; currency: string },
  from: number,
  to: number,
): Promise<AccountTransaction[]> {
  const lines = new Map<string, AccountTransaction>()
  for (let start = from; start < to || start === from; start += SLICE_MS) {
    const cursors = new Set<string>()
    const range = { from: iso(start), to: iso(Math.min(start + SLICE_MS, to)) }
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const query = new URLSearchParams({ ...range, ...(cursor ? { cursor } : {}) })
      const answer = await client.get(
        `/v3/merchant-accounts/${encodeURIComponent(accountId)}/transactions?${query.toString()}`,
      )
      expectFound('reading the account', answer.status)
      const { items, pagination } = read(Page, answer)
      // Two neighbouring slices both include their common instant.
      for (const item of items) {
        for (const line of linesOf(item, currency, to)) lines.set(line.id, line)
      }
      cursor = pagination?.next_cursor
      if (cursor !== undefined && cursors.has(cursor)) {
        throw new RailUnavailableError('the transaction pages form a circle')
      }
      if (cursor !== undefined) cursors.add(cursor)
    }
  }
  return [...lines.values()].toSorted((a, b) => a.at - b.at)
}

/** @param end the time of an unreadable line, in milliseconds since 1970 */
function linesOf(raw: { id: string }, currency: string, end: number): AccountTransaction[] {
  const parsed = v.safeParse(Item, raw)
  if (!parsed.success || (parsed.output.currency ?? currency) !== currency) {
    return [{ id: raw.id, type: 'unreadable', amount: 0n, at: end }]
  }
  const { type, id, amount_in_minor, settled_at, executed_at, ...item } = parsed.output
  const at = settled_at ?? executed_at
  if (at === undefined || item.status === 'pending') return []
  if (item.returned_by || item.return_for) return []
  const line = { id, amount: BigInt(amount_in_minor), at }
  switch (type) {
    case 'merchant_account_payment':
      return [{ ...line, type: 'payment', ...(item.payment_id ? { providerId: item.payment_id } : {}) }]
    case 'refund':
      return [{ ...line, type: 'refund', ...(item.refund_id ? { providerId: item.refund_id } : {}) }]
    case 'external_payment':
      return [{ ...line, type }]
    default:
      // Payouts and unknown types concern no invoice.
      return [{ ...line, type: 'payout' }]
  }
}

function iso(instantMs: number): string {
  return new Date(instantMs).toISOString()
}
