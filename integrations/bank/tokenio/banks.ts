import * as v from 'valibot'
import type { Currency } from '../../../domain/shared/money.ts'
import { createStaleOnErrorCache } from '../shared/stale-on-error-cache.ts'
import { logUnreadable, readEach } from '../shared/read-each.ts'
import { type Bank, type RailLog, RailUnavailableError } from '../rail.ts'
import { read } from './http/answers.ts'
import type { TokenIoClient } from './http/client.ts'
import { schemeOf } from './payments/schemes.ts'

const MaintenanceSchema = v.object({
  type: v.optional(v.string()),
  productType: v.optional(v.string()),
  startTime: v.optional(v.string()),
  endTime: v.optional(v.string()),
})

const listOf = <const S extends v.GenericSchema>(schema: S) =>
  v.pipe(
    v.fallback(v.optional(v.array(v.unknown())), undefined),
    v.transform((list) => list && readEach(schema, list).items),
  )

const BankSchema = v.object({
  id: v.string(),
  name: v.string(),
  logoUri: v.fallback(v.optional(v.string()), undefined),
  countries: listOf(v.string()),
  supportedLocalInstruments: listOf(v.string()),
  maintenanceWindow: listOf(MaintenanceSchema),
})
type TokenIoBank = v.InferOutput<typeof BankSchema>

const BanksSchema = v.object({
  banks: v.optional(v.array(v.unknown()), []),
  paging: v.optional(v.object({ page: v.optional(v.number()), totalCount: v.optional(v.number()) })),
})

const PER_PAGE = 200
const MAX_PAGES = 40

export type TokenIoBanks = ReturnType<typeof createBanks>

export function createBanks(client: TokenIoClient, log?: RailLog) {
  const lists = createStaleOnErrorCache('tokenio', fetchAll, log)

  async function fetchAll(currency: string): Promise<TokenIoBank[]> {
    const scheme = schemeOf(currency)
    if (!scheme) return []
    const query: [string, string][] = [
      ['supportsSinglePayment', 'true'],
      ['perPage', String(PER_PAGE)],
      ...scheme.instruments.map((name): [string, string] => ['supportedLocalInstruments', name]),
      ...(scheme.countries ?? []).map((country): [string, string] => ['countries', country]),
    ]
    const found = new Map<string, TokenIoBank>()
    const counts = { read: 0, unreadable: 0 }
    // Pages may start at 0 or 1 (docs/token-io.md), so the first request has no number.
    let page: [string, string][] = []
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const answer = await client.get('/v2/banks', [...query, ...page])
      if (answer.status !== 200) throw new RailUnavailableError(`listing banks: status ${answer.status}`)
      const { banks, paging } = read(BanksSchema, answer)
      const before = found.size
      const { items, unreadable } = readEach(BankSchema, banks)
      for (const bank of items) found.set(bank.id, bank)
      counts.read += items.length
      counts.unreadable += unreadable.length
      const { page: number, totalCount } = paging ?? {}
      const isLast =
        totalCount === undefined ? banks.length < PER_PAGE : found.size + counts.unreadable >= totalCount
      if (number === undefined || isLast || (found.size === before && unreadable.length === 0)) break
      page = [['page', String(number + 1)]]
    }
    logUnreadable(log, 'tokenio', 'banks', counts)
    return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
  }

  return {
    list: async (currency: Currency): Promise<Bank[]> =>
      (await lists.get(currency)).map((bank) => toBank(bank, currency)),
    instrumentsOf: (currency: Currency, bankId: string): readonly string[] | undefined =>
      lists.last(currency)?.find(({ id }) => id === bankId)?.supportedLocalInstruments,
  }
}

function toBank(bank: TokenIoBank, currency: Currency): Bank {
  const { id, name, logoUri, countries = [] } = bank
  const expected = schemeOf(currency)?.countries ?? []
  return {
    id,
    name,
    country: countries.find((country) => expected.includes(country)) ?? countries[0] ?? expected[0] ?? '',
    availability: availabilityOf(bank, Date.now()),
    ...(logoUri === undefined ? {} : { logoUrl: logoUri }),
  }
}

function availabilityOf(
  { maintenanceWindow = [] }: TokenIoBank,
  now: number,
): NonNullable<Bank['availability']> {
  const open = maintenanceWindow.filter(
    ({ productType, startTime, endTime }) =>
      productType !== 'AIS' &&
      (startTime === undefined || Date.parse(startTime) <= now) &&
      (endTime === undefined || Date.parse(endTime) > now),
  )
  if (open.some(({ type }) => type === 'OUTAGE')) return 'unavailable'
  return open.some(({ type }) => type === 'DOWNTIME_EXPECTED') ? 'maintenance' : 'available'
}
