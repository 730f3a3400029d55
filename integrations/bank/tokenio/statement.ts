import * as v from 'valibot'
import type { AccountTransaction } from '../../../domain/payment/reconciliation.ts'
import { expectFound, RailUnavailableError } from '../rail.ts'
import { fromDecimal } from './payments/amounts.ts'
import { PaymentSchema, read, RefundSchema } from './http/answers.ts'
import type { TokenIoClient } from './http/client.ts'

const PAGE = '200'
/** A query of so many `refIds` is not too long for any server on the way. */
const REF_IDS_AT_ONCE = 50

const Line = v.object({
  amount: v.object({ value: v.string(), currency: v.string() }),
  createdDateTime: v.pipe(
    v.string(),
    v.transform((text) => Date.parse(text)),
    v.number(),
  ),
  transactionType: v.string(),
  refId: v.optional(v.string()),
})
const Page = v.object({
  transactions: v.optional(v.array(v.looseObject({ providerPaymentId: v.string() })), []),
  pageInfo: v.optional(v.object({ haveMore: v.optional(v.boolean()), nextOffset: v.optional(v.string()) })),
})
const Payments = v.object({ payments: v.optional(v.array(PaymentSchema), []) })
const Refunds = v.object({ refunds: v.optional(v.array(RefundSchema), []) })

/**
 * The transactions of a settlement account. Their list names the `refId` of a payment or a refund, which is then looked
 * up. One without is money that came beside our payments, or a payout.
 * https://docs.token.io/products/tpp/api/reference/settlement-accounts
 *
 * @throws UnknownToRailError, RailUnavailableError
 */
export async function readStatement(
  client: TokenIoClient,
  account: { accountId: string; currency: string; onBehalfOfId?: string | undefined },
  from: number,
  to: number,
): Promise<AccountTransaction[]> {
  const { accountId, currency, onBehalfOfId } = account
  const lines = await readLines()
  const refIds = (type: string) =>
    lines.flatMap(({ said }) => (said?.transactionType === type && said.refId ? [said.refId] : []))
  const payments = await idsByRefId(
    refIds('CREDIT'),
    async (query) =>
      read(Payments, await get('/v2/payments', [...query, ...behalf('onBehalfOfId')])).payments,
  )
  const refunds = await idsByRefId(
    refIds('DEBIT'),
    async (query) => read(Refunds, await get('/refunds', [...query, ...behalf('onBehalfOfIds')])).refunds,
  )
  return lines
    .map(({ id, said }): AccountTransaction => {
      if (!said) return { id, type: 'unreadable', amount: 0n, at: to }
      const ids = said.transactionType === 'DEBIT' ? refunds : payments
      return transactionOf(id, said, ids.get(said.refId ?? ''))
    })
    .filter(({ at }) => at >= from && at <= to)
    .toSorted((a, b) => a.at - b.at)

  async function readLines(): Promise<{ id: string; said: Said | undefined }[]> {
    // A line that slides to the next page while the list is read is in it twice.
    const found = new Map<string, { id: string; said: Said | undefined }>()
    const offsets = new Set<string>()
    const path = `/virtual-accounts/${encodeURIComponent(accountId)}/transactions`
    for (let offset: string | undefined = ''; offset !== undefined;) {
      const page: v.InferOutput<typeof Page> = read(
        Page,
        await get(path, [
          ['limit', PAGE],
          // Whole days, as far as is known; what is outside is left out here.
          ['startDate', dayOf(from)],
          ['endDate', dayOf(to)],
          ...(offset ? [['offset', offset] as [string, string]] : []),
          ...behalf('onBehalfOfId'),
        ]),
      )
      for (const line of page.transactions) {
        // Of the account's own bookkeeping, not of the payment.
        const { providerPaymentId: id } = line
        found.set(JSON.stringify(line), { id, said: saidBy(line, currency) })
      }
      offset = page.pageInfo?.haveMore && page.transactions.length > 0 ? page.pageInfo.nextOffset : undefined
      if (offset !== undefined && offsets.has(offset)) {
        throw new RailUnavailableError('the account’s list of transactions leads back to a page of before')
      }
      if (offset !== undefined) offsets.add(offset)
    }
    return [...found.values()]
  }

  async function get(path: string, query: [string, string][]) {
    const answer = await client.get(path, query)
    expectFound('reading the account', answer.status)
    return answer
  }

  function behalf(name: string): [string, string][] {
    return onBehalfOfId ? [[name, onBehalfOfId]] : []
  }
}

async function idsByRefId(
  refIds: readonly string[],
  ask: (
    query: [string, string][],
  ) => Promise<{ id: string; status: string; initiation?: { refId?: string | undefined } | undefined }[]>,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (let start = 0; start < refIds.length; start += REF_IDS_AT_ONCE) {
    const some = refIds.slice(start, start + REF_IDS_AT_ONCE)
    const query = some.map((refId): [string, string] => ['refIds', refId])
    for (const { id, status, initiation } of await ask([['limit', PAGE], ...query])) {
      const { refId } = initiation ?? {}
      // Of two, which a late request makes, the one whose money moved.
      if (refId && (!ids.has(refId) || status.endsWith('_COMPLETED'))) ids.set(refId, id)
    }
  }
  return ids
}

interface Said {
  /** Minor units. */
  amount: bigint
  at: number
  transactionType: string
  refId: string | undefined
}

/** Undefined for a line that cannot be read, or is in another currency than the account. */
function saidBy(line: object, currency: string): Said | undefined {
  const { success, output } = v.safeParse(Line, line)
  if (!success || output.amount.currency !== currency) return undefined
  const { amount: told, createdDateTime: at, transactionType, refId } = output
  const amount = fromDecimal(told.value, currency)
  return amount === undefined ? undefined : { amount, at, transactionType, refId }
}

function transactionOf(
  id: string,
  { amount, at, transactionType, refId }: Said,
  providerId: string | undefined,
): AccountTransaction {
  const line = { id, amount, at }
  // Somebody else's reference says nothing to us.
  if (!refId || !providerId)
    return { ...line, type: transactionType === 'DEBIT' ? 'payout' : 'external_payment' }
  return { ...line, type: transactionType === 'DEBIT' ? 'refund' : 'payment', providerId }
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10)
}
