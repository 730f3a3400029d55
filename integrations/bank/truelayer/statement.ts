import * as v from 'valibot'
import type { AccountTransaction } from '../../../domain/payment/reconciliation.ts'
import { expectFound, RailUnavailableError } from '../rail.ts'
import { minorUnits, read } from './http/answers.ts'
import type { TrueLayerClient } from './http/client.ts'

/** With more than 2,000 transactions at most 31 days can be asked for at once. */
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
  /** Of a refund whose money came back, and of that money: together they are nothing. */
  returned_by: v.optional(v.unknown()),
  return_for: v.optional(v.unknown()),
})

/**
 * The final transactions of a merchant account: those that are pending come again when they are not.
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
      // The ends of two slices are one instant.
      for (const item of items) {
        for (const line of linesOf(item, currency, to)) lines.set(line.id, line)
      }
      cursor = pagination?.next_cursor
      if (cursor !== undefined && cursors.has(cursor)) {
        throw new RailUnavailableError('the account’s list of transactions leads back to a page of before')
      }
      if (cursor !== undefined) cursors.add(cursor)
    }
  }
  return [...lines.values()].toSorted((a, b) => a.at - b.at)
}

/** @param end for a line that does not say when it was; milliseconds since 1970 */
function linesOf(told: { id: string }, currency: string, end: number): AccountTransaction[] {
  const parsed = v.safeParse(Item, told)
  if (!parsed.success || (parsed.output.currency ?? currency) !== currency) {
    return [{ id: told.id, type: 'unreadable', amount: 0n, at: end }]
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
      // A payout, or a kind that is new: nothing that an invoice knows of.
      return [{ ...line, type: 'payout' }]
  }
}

function iso(instantMs: number): string {
  return new Date(instantMs).toISOString()
}
