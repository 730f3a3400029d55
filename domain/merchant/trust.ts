import type { Instant } from '../shared/calendar.ts'
import { DAY_MS } from '../shared/durations.ts'
import {
  type AmountSum,
  type Currency,
  formatMoney,
  isCurrency,
  type MinorUnits,
  minorUnitsOf,
} from '../shared/money.ts'

export const MERCHANT_STATUSES = ['pending', 'approved', 'suspended'] as const
export type MerchantStatus = (typeof MERCHANT_STATUSES)[number]

export interface OperatorActor {
  type: 'operator'
  name: string
}

export const MISSING_FOR_LIVE = ['confirmed_email', 'payout_account', 'approval'] as const
export type MissingForLive = (typeof MISSING_FOR_LIVE)[number]

/** An absent part is not limited. */
export interface VolumeLimits {
  invoices?: number
  amounts?: Record<string, MinorUnits>
}

export interface Volume {
  invoices: number
  amounts: Record<string, AmountSum>
}

export interface LiveStanding {
  status: MerchantStatus
  reason: string | null
  missing: MissingForLive[]
  limits: VolumeLimits
  used: Volume
}

export const LIVE_REFUSALS = [
  'merchant_suspended',
  'email_not_confirmed',
  'payout_account_missing',
  'merchant_not_approved',
] as const
type LiveRefusal = (typeof LIVE_REFUSALS)[number]

export const ISSUE_REFUSALS = [...LIVE_REFUSALS, 'volume_limit_reached'] as const
export type IssueRefusal = (typeof ISSUE_REFUSALS)[number]

export function liveRefusal({
  status,
  missing,
}: Pick<LiveStanding, 'status' | 'missing'>): LiveRefusal | undefined {
  if (status === 'suspended') return 'merchant_suspended'
  if (missing.includes('confirmed_email')) return 'email_not_confirmed'
  if (missing.includes('payout_account')) return 'payout_account_missing'
  return missing.includes('approval') ? 'merchant_not_approved' : undefined
}

export function exceedsLimits(
  { limits, used }: Pick<LiveStanding, 'limits' | 'used'>,
  more: Volume,
): boolean {
  if (used.invoices + more.invoices > (limits.invoices ?? Infinity)) return true
  return Object.entries(more.amounts).some(
    ([currency, amount]) =>
      Number(used.amounts[currency] ?? 0) + Number(amount) > (limits.amounts?.[currency] ?? Infinity),
  )
}

export function volumeText({ invoices, amounts = {} }: VolumeLimits | Volume): string {
  const sums = Object.entries(amounts).map(([code, amount]) =>
    formatMoney({ amount, currency: code as Currency }),
  )
  const parts = [...(invoices === undefined ? [] : [`${invoices} invoices`]), ...sums]
  return parts.length > 0 ? parts.join(', ') : 'none'
}

/** The volume of a day ends at midnight in UTC. */
export function volumeEnd(now: Instant): Instant {
  return (Math.floor(now / DAY_MS) + 1) * DAY_MS
}

/**
 * Reads whole units of the currency, as in `GBP=10000,EUR=10000`. Returns minor units.
 *
 * @throws RangeError for an invalid entry
 */
export function readAmounts(text: string): Record<string, MinorUnits> {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [, currency = '', whole = ''] = /^([A-Z]{3})=(\d{1,12})$/.exec(part.trim()) ?? []
      if (!isCurrency(currency)) throw new RangeError(`${part.trim()} is not <currency>=<whole amount>`)
      return [currency, minorUnitsOf(Number(whole), currency)]
    }),
  )
}
