import type { Rail } from '../../domain/invoice/index.ts'
import type { Currency, MinorUnits } from '../../domain/shared/money.ts'
import type { PayoutAccount } from '../../domain/payment/payout-account.ts'
import type { BankLimits } from './shared/bank-limits.ts'
import { type OfferedBank, offeredBanks } from './offered-banks.ts'
import type { BankRail } from './rail.ts'

export interface Rails {
  readonly ids: readonly Rail[]
  get(id: Rail): BankRail
  /** @throws RailUnavailableError if a rail fails and no rail lists a bank */
  offeredBanks(currency: Currency, payout: PayoutAccount, amount: MinorUnits): Promise<OfferedBank[]>
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

    offeredBanks(currency, payout, amount) {
      const supporting = rails.filter((rail) => rail.supports(currency, payout))
      return offeredBanks(supporting, limits, { currency, amount })
    },
  }
}
