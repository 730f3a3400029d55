import type { Rail } from '../../domain/invoice/index.ts'
import type { Currency } from '../../domain/shared/money.ts'
import type { PayoutAccount } from '../../domain/payment/payout-account.ts'
import type { BankLimits } from './shared/limits.ts'
import { type Bank, type BankRail, RailUnavailableError } from './rail.ts'

/** A bank and the rail that it is paid by. */
export interface OfferedBank extends Bank {
  rail: Rail
  /** The most that one payment from it can be, in minor units, as far as is known. */
  limit?: bigint
}

/** All rails that are set up, as one. */
export interface Rails {
  readonly ids: readonly Rail[]
  /** @throws RangeError for a rail that is not set up: what was begun on it needs it to be */
  get(id: Rail): BankRail
  /**
   * The banks of all rails that can bring money there, each once, by name. A rail that does not answer is left out while
   * another does.
   *
   * @param amount minor units: of two rails with the same bank, the one by which it can take that much now is offered
   * @throws RailUnavailableError if none does
   */
  banksFor(currency: Currency, payout: PayoutAccount, amount: bigint): Promise<OfferedBank[]>
  /** Can what is paid over this rail be sent back over it? */
  refunds(rail: Rail, currency: Currency, payout: PayoutAccount): boolean
  /** Can what goes there be sent back, whichever rail brings it? */
  refundable(currency: Currency, payout: PayoutAccount): boolean
  /** Does any rail bring money in this currency there? */
  supports(currency: Currency, payout: PayoutAccount): boolean
  /** Where the accounts are that some rail brings this currency to by their IBAN, ISO 3166-1 alpha-2. */
  ibanCountries(currency: Currency): readonly string[]
}

/**
 * @param rails in the order in which a bank that several reach is offered, if both can take the payment
 * @param limits of single banks, where the rail has a higher one or none
 */
export function createRails(rails: readonly BankRail[], limits: BankLimits = {}): Rails {
  const get = (id: Rail): BankRail => {
    const rail = rails.find((one) => one.id === id)
    if (!rail) throw new RangeError(`the rail ${id} is not set up`)
    return rail
  }
  return {
    ids: rails.map(({ id }) => id),
    get,
    refunds: (id, currency, payout) => get(id).capabilities.refunds(currency, payout),

    refundable(currency, payout) {
      const able = rails.filter((rail) => rail.supports(currency, payout))
      return able.length > 0 && able.every((rail) => rail.capabilities.refunds(currency, payout))
    },
    supports: (currency, payout) => rails.some((rail) => rail.supports(currency, payout)),
    ibanCountries: (currency) => [...new Set(rails.flatMap((rail) => rail.ibanCountries(currency)))],

    async banksFor(currency, payout, amount) {
      const able = rails.filter((rail) => rail.supports(currency, payout))
      const lists = await Promise.allSettled(able.map((rail) => offersOf(rail, currency, limits)))
      const answered = lists.flatMap((list) => (list.status === 'fulfilled' ? [list.value] : []))
      const offered = eachOnce(answered, amount)
      const failed = lists.find((list) => list.status === 'rejected')
      if (failed && offered.length === 0) {
        throw new RailUnavailableError('no rail lists its banks', { cause: failed.reason })
      }
      return offered.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
    },
  }
}

/** Can it take a payment of so many minor units now, as far as is known? */
export function takesNow({ availability = 'available', limit }: OfferedBank, amount: bigint): boolean {
  return availability === 'available' && (limit === undefined || amount <= limit)
}

async function offersOf(rail: BankRail, currency: Currency, limits: BankLimits): Promise<OfferedBank[]> {
  const banks = await rail.listBanks(currency)
  return banks.map((bank) => {
    const limit = limits[bank.id]?.[currency] ?? rail.capabilities.limit(currency)
    return { ...bank, rail: rail.id, ...(limit === undefined ? {} : { limit }) }
  })
}

/**
 * Each bank by one rail. Two of one name in one country are two banks where one rail has both, as there are many a
 * Volksbank; but which of them is which of another rail's nobody can tell. So a name is offered by a single rail, with
 * all the banks that it has of it: by the rail where more of them can take the payment now, then where there are more.
 */
function eachOnce(lists: readonly OfferedBank[][], amount: bigint): OfferedBank[] {
  const taking = (offers: OfferedBank[]) => offers.filter((offer) => takesNow(offer, amount)).length
  const best = new Map<string, OfferedBank[]>()
  for (const list of lists) {
    for (const [name, offers] of byName(list)) {
      const sofar = best.get(name) ?? []
      const gain = taking(offers) - taking(sofar) || offers.length - sofar.length
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

/** Rails have ids of their own for one bank; its name in its country is the same. */
function nameKey({ name, country }: Bank): string {
  return `${country} ${name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')}`
}
