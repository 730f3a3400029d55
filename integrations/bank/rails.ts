import type { Rail } from '../../domain/invoice/index.ts'
import type { Currency, MinorUnits } from '../../domain/shared/money.ts'
import type { PayoutAccount } from '../../domain/payment/payout-account.ts'
import type { BankLimits } from './shared/bank-limits.ts'
import { type Bank, type BankRail, RailUnavailableError } from './rail.ts'

export interface OfferedBank extends Bank {
  rail: Rail
  limit?: MinorUnits
}

export interface Rails {
  readonly ids: readonly Rail[]
  get(id: Rail): BankRail
  /** @throws RailUnavailableError if a rail fails and no rail lists a bank */
  banksFor(currency: Currency, payout: PayoutAccount, amount: MinorUnits): Promise<OfferedBank[]>
  refunds(rail: Rail, currency: Currency, payout: PayoutAccount): boolean
  refundable(currency: Currency, payout: PayoutAccount): boolean
  supports(currency: Currency, payout: PayoutAccount): boolean
  ibanCountries(currency: Currency): readonly string[]
}

export function createRails(rails: readonly BankRail[], limits: BankLimits = {}): Rails {
  const get = (id: Rail): BankRail => {
    const rail = rails.find((one) => one.id === id)
    if (!rail) throw new RangeError(`the rail ${id} is not configured`)
    return rail
  }
  return {
    ids: rails.map(({ id }) => id),
    get,
    refunds: (id, currency, payout) => get(id).capabilities.refunds(currency, payout),

    refundable(currency, payout) {
      const supporting = rails.filter((rail) => rail.supports(currency, payout))
      return supporting.length > 0 && supporting.every((rail) => rail.capabilities.refunds(currency, payout))
    },
    supports: (currency, payout) => rails.some((rail) => rail.supports(currency, payout)),
    ibanCountries: (currency) => [...new Set(rails.flatMap((rail) => rail.ibanCountries(currency)))],

    async banksFor(currency, payout, amount) {
      const supporting = rails.filter((rail) => rail.supports(currency, payout))
      const lists = await Promise.allSettled(supporting.map((rail) => offersOf(rail, currency, limits)))
      const answered = lists.flatMap((list) => (list.status === 'fulfilled' ? [list.value] : []))
      const offered = uniqueBanks(answered, amount)
      const failed = lists.find((list) => list.status === 'rejected')
      if (failed && offered.length === 0) {
        throw new RailUnavailableError('no rail lists its banks', { cause: failed.reason })
      }
      return offered.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
    },
  }
}

export function takesNow({ availability = 'available', limit }: OfferedBank, amount: MinorUnits): boolean {
  return availability === 'available' && (limit === undefined || amount <= limit)
}

async function offersOf(rail: BankRail, currency: Currency, limits: BankLimits): Promise<OfferedBank[]> {
  const banks = await rail.listBanks(currency)
  return banks.map((bank) => {
    const limit = limits[bank.id]?.[currency] ?? rail.capabilities.limit(currency)
    return { ...bank, rail: rail.id, ...(limit === undefined ? {} : { limit }) }
  })
}

function uniqueBanks(lists: readonly OfferedBank[][], amount: MinorUnits): OfferedBank[] {
  const taking = (offers: OfferedBank[]) => offers.filter((offer) => takesNow(offer, amount)).length
  const best = new Map<string, OfferedBank[]>()
  for (const list of lists) {
    for (const [name, offers] of byName(list)) {
      const current = best.get(name) ?? []
      const gain = taking(offers) - taking(current) || offers.length - current.length
      if (gain > 0) best.set(name, offers)
    }
  }
  return [...best.values()].flat()
}

function byName(offers: readonly OfferedBank[]): Map<string, OfferedBank[]> {
  const named = new Map<string, OfferedBank[]>()
  for (const offer of offers) named.set(nameKey(offer), [...(named.get(nameKey(offer)) ?? []), offer])
  return named
}

function nameKey({ name, country }: Bank): string {
  return `${country} ${name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')}`
}
