import type { Rail } from '../../domain/invoice/index.ts'
import type { Currency, MinorUnits } from '../../domain/shared/money.ts'
import type { PayoutAccount } from '../../domain/payment/payout-account.ts'
import type { BankLimits } from './shared/limits.ts'
import { type Bank, type BankRail, RailUnavailableError } from './rail.ts'

export interface OfferedBank extends Bank {
  rail: Rail
  /** The highest amount of one payment, in minor units; absent if unknown. */
  limit?: MinorUnits
}

export interface Rails {
  readonly ids: readonly Rail[]
  /** @throws RangeError if the rail is not configured, although the rail may have open payments */
  get(id: Rail): BankRail
  /**
   * Lists the banks of all rails that can pay into the account, ordered by name. Each bank appears once. The
   * list omits a rail that does not answer.
   *
   * @param amount minor units. A rail that accepts the amount is preferred for a bank of two rails.
   * @throws RailUnavailableError if no rail answers
   */
  banksFor(currency: Currency, payout: PayoutAccount, amount: MinorUnits): Promise<OfferedBank[]>
  /** Checks whether the rail can refund payments into the account. */
  refunds(rail: Rail, currency: Currency, payout: PayoutAccount): boolean
  /** Checks whether every rail that pays into the account can also refund. */
  refundable(currency: Currency, payout: PayoutAccount): boolean
  /** Checks whether any rail can pay the currency into the account. */
  supports(currency: Currency, payout: PayoutAccount): boolean
  /** Returns the countries of payable IBANs in the currency, over all rails, ISO 3166-1 alpha-2. */
  ibanCountries(currency: Currency): readonly string[]
}

/**
 * @param rails by preference; the first rail offers a bank that several rails have
 * @param limits lower limits of single banks
 */
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

/**
 * Checks whether the bank accepts a payment of the amount now.
 *
 * @param amount minor units
 */
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

/**
 * Chooses one rail for all banks of a name and country, because names repeat. The rail with most banks that
 * accept the payment wins. The number of all banks comes second.
 */
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

/** Builds a key of the name and country, because rails have different bank ids. */
function nameKey({ name, country }: Bank): string {
  return `${country} ${name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')}`
}
