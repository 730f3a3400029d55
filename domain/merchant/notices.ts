import type { CalendarDate } from '../shared/calendar.ts'
import type { AmountSum, Currency } from '../shared/money.ts'

/** The merchant can turn these e-mails off. Other notices ask for a decision and are always sent. */
export interface Notices {
  paid: boolean
  payment_failed: boolean
  delivery_failed: boolean
  /** The local time of day, such as `08:00`. Null means no digest. */
  daily_digest: string | null
}

export const DEFAULT_NOTICES: Notices = {
  paid: false,
  payment_failed: false,
  delivery_failed: true,
  daily_digest: null,
}

/** No workflow sends these notices. */
export const EVENT_NOTICES = {
  paid: 'invoice.paid',
  payment_failed: 'invoice.payment_failed',
} as const satisfies Partial<Record<keyof Notices, string>>
export type EventNotice = keyof typeof EVENT_NOTICES

export function wantsEventNotices(notices: Notices): boolean {
  return Object.keys(EVENT_NOTICES).some((kind) => notices[kind as EventNotice])
}

export interface DigestSum {
  currency: Currency
  count: number
  amount: AmountSum
}

/** Counts are since the last digest; `outstanding` is at the time of this one. */
export interface Digest {
  day: CalendarDate
  paid: DigestSum[]
  overdue: DigestSum[]
  failedPayments: number
  failedDeliveries: number
  outstanding: DigestSum[]
}
