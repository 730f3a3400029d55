import type { Rail } from '../../domain/invoice/index.ts'
import type { Currency, MinorUnits } from '../../domain/shared/money.ts'
import { type Bank, type BankRail, RailUnavailableError } from './rail.ts'
import type { BankLimits } from './shared/bank-limits.ts'

export interface OfferedBank extends Bank {
  rail: Rail
  limit?: MinorUnits
}

/** @throws RailUnavailableError if a rail fails and no rail lists a bank */
export async function offeredBanks(
  rails: readonly BankRail[],
  limits: BankLimits,
  { currency, amount }: { currency: Currency; amount: MinorUnits },
): Promise<OfferedBank[]> {
  const lists = await Promise.allSettled(rails.map((rail) => offersOf(rail, currency, limits)))
  const answered = lists.flatMap((list) => (list.status === 'fulfilled' ? [list.value] : []))
  const offered = uniqueBanks(answered, amount)
  const failed = lists.find((list) => list.status === 'rejected')
  if (failed && offered.length === 0) {
    throw new RailUnavailableError('no rail lists its banks', { cause: failed.reason })
  }
  return offered.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
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
