import type { MinorUnits } from '../../../domain/shared/money.ts'
import * as v from 'valibot'
import type { AccountTransaction } from '../../../domain/payment/reconciliation.ts'
import { expectFound, type RailLog } from '../rail.ts'
import { logUnreadable, readEach } from '../shared/read-each.ts'
import { readPages } from '../shared/read-pages.ts'
import { unreadableLine } from '../shared/unreadable-line.ts'
import { fromDecimal } from './payments/amounts.ts'
import { PaymentSchema, read, RefundSchema } from './http/answers.ts'
import type { TokenIoClient } from './http/client.ts'
import { pathSegment } from './http/path-segment.ts'

const PAGE = '200'
const REF_IDS_PER_QUERY = 50

const Line = v.object({
  amount: v.object({ value: v.string(), currency: v.string() }),
  createdDateTime: v.pipe(
    v.string(),
    v.transform((text) => Date.parse(text)),
    v.number(),
  ),
  transactionType: v.picklist(['CREDIT', 'DEBIT']),
  providerPaymentId: v.pipe(v.string(), v.minLength(1)),
  refId: v.optional(v.string()),
})
const Page = v.object({
  transactions: v.optional(v.array(v.unknown()), []),
  pageInfo: v.optional(v.object({ haveMore: v.optional(v.boolean()), nextOffset: v.optional(v.string()) })),
})
const Payments = v.object({ payments: v.optional(v.array(v.unknown()), []) })
const Refunds = v.object({ refunds: v.optional(v.array(v.unknown()), []) })

/**
 * @param from milliseconds since 1970, inclusive like `to`
 *
 * @throws UnknownToRailError, RailUnavailableError
 */
export async function readStatement(
  client: TokenIoClient,
  account: { accountId: string; currency: string; onBehalfOfId?: string | undefined },
  from: number,
  to: number,
  log?: RailLog,
): Promise<AccountTransaction[]> {
  const { accountId, currency, onBehalfOfId } = account
  const lines = await readLines()
  const refIds = (type: string) =>
    lines.flatMap(({ line }) => (line?.transactionType === type && line.refId ? [line.refId] : []))
  const payments = await idsByRefId(refIds('CREDIT'), async (query) => {
    const answer = await get('/v2/payments', [...query, ...behalf('onBehalfOfId')])
    return readKnown('payments', PaymentSchema, read(Payments, answer).payments)
  })
  const refunds = await idsByRefId(refIds('DEBIT'), async (query) => {
    const answer = await get('/refunds', [...query, ...behalf('onBehalfOfIds')])
    return readKnown('refunds', RefundSchema, read(Refunds, answer).refunds)
  })
  const unreadable = lines.filter(({ line }) => !line).length
  logUnreadable(log, 'tokenio', 'statement', { read: lines.length - unreadable, unreadable })
  return lines
    .map(({ raw, line }): AccountTransaction => {
      if (!line) return unreadableLine(raw, 'providerPaymentId', to)
      const ids = line.transactionType === 'DEBIT' ? refunds : payments
      return transactionOf(line, ids.get(line.refId ?? ''))
    })
    .filter(({ at }) => at >= from && at <= to)
    .toSorted((a, b) => a.at - b.at)

  function readKnown<const S extends v.GenericSchema>(name: string, schema: S, list: readonly unknown[]) {
    const found = readEach(schema, list)
    const counts = { read: found.items.length, unreadable: found.unreadable.length }
    logUnreadable(log, 'tokenio', name, counts)
    return found.items
  }

  async function readLines(): Promise<Entry[]> {
    // The map keeps one copy of a line that two pages contain.
    const found = new Map<string, Entry>()
    const path = `/virtual-accounts/${pathSegment(accountId)}/transactions`
    await readPages(async (offset) => {
      const { transactions, pageInfo } = read(
        Page,
        await get(path, [
          ['limit', PAGE],
          // `dayOf` widens the query to whole days, so `readStatement` filters the lines by time.
          ['startDate', dayOf(from)],
          ['endDate', dayOf(to)],
          ...(offset ? [['offset', offset] as [string, string]] : []),
          ...behalf('onBehalfOfId'),
        ]),
      )
      for (const raw of transactions) {
        found.set(JSON.stringify(raw), { raw, line: parseLine(raw, currency) })
      }
      return pageInfo?.haveMore && transactions.length > 0 ? pageInfo.nextOffset : undefined
    })
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
  search: (
    query: [string, string][],
  ) => Promise<{ id: string; status: string; initiation?: { refId?: string | undefined } | undefined }[]>,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (let start = 0; start < refIds.length; start += REF_IDS_PER_QUERY) {
    const slice = refIds.slice(start, start + REF_IDS_PER_QUERY)
    const query = slice.map((refId): [string, string] => ['refIds', refId])
    for (const { id, status, initiation } of await search([['limit', PAGE], ...query])) {
      const { refId } = initiation ?? {}
      // A completed payment or refund replaces another with the same `refId`.
      if (refId && (!ids.has(refId) || status.endsWith('_COMPLETED'))) ids.set(refId, id)
    }
  }
  return ids
}

interface Entry {
  raw: unknown
  line: ParsedLine | undefined
}

interface ParsedLine {
  id: string
  amount: MinorUnits
  at: number
  transactionType: string
  refId: string | undefined
}

function parseLine(item: unknown, currency: string): ParsedLine | undefined {
  const { success, output } = v.safeParse(Line, item)
  if (!success || output.amount.currency !== currency) return undefined
  const { providerPaymentId: id, amount: money, createdDateTime: at, transactionType, refId } = output
  const amount = fromDecimal(money.value, currency)
  return amount === undefined ? undefined : { id, amount, at, transactionType, refId }
}

function transactionOf(
  { id, amount, at, transactionType, refId }: ParsedLine,
  providerId: string | undefined,
): AccountTransaction {
  const line = { id, amount, at }
  if (!refId || !providerId)
    return { ...line, type: transactionType === 'DEBIT' ? 'payout' : 'external_payment' }
  return { ...line, type: transactionType === 'DEBIT' ? 'refund' : 'payment', providerId }
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10)
}
