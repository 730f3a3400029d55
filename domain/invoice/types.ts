export const CHANNELS = ['email', 'sms'] as const
export type Channel = (typeof CHANNELS)[number]

export const RAILS = ['truelayer', 'tokenio'] as const
export type Rail = (typeof RAILS)[number]

export const MESSAGE_PROVIDERS = ['postmark', 'twilio'] as const
export type MessageProvider = (typeof MESSAGE_PROVIDERS)[number]

export const PROVIDER_OF = {
  email: 'postmark',
  sms: 'twilio',
} as const satisfies Record<Channel, MessageProvider>

export const MANUAL_METHODS = ['cash', 'transfer', 'card', 'cheque', 'other'] as const
export type ManualMethod = (typeof MANUAL_METHODS)[number]

export const REFUND_REASONS = ['merchant', 'overpayment', 'voided'] as const
export type RefundReason = (typeof REFUND_REASONS)[number]

/** `refund` and `void` make their credit note in the same decision. */
export const CREDIT_REASONS = ['merchant', 'refund', 'void'] as const
export type CreditReason = (typeof CREDIT_REASONS)[number]

export const AMENDED_FIELDS = [
  'due_date',
  'reminders',
  'instructions',
  'link_expires_at',
  'email',
  'phone',
] as const
export type AmendedField = (typeof AMENDED_FIELDS)[number]

/** Money with a mismatch pays no part of the invoice. */
export type Mismatch = 'payment_currency_mismatched' | 'payment_amount_unreadable'

export const SKIP_REASONS = [
  'past',
  'late',
  'on_hold',
  'payment_in_progress',
  'payment_currency_mismatched',
  'payment_amount_unreadable',
  'link_expired',
  'undeliverable',
  'nothing_due',
  'merchant_suspended',
  'not_sent_in_test_mode',
] as const
export type SkipReason = (typeof SKIP_REASONS)[number]

export const DELIVERY_FAILURES = [
  'inactive_recipient',
  'invalid_recipient',
  'bounced',
  'complained',
  'undeliverable',
  'rejected',
  'not_sent',
  'opted_out',
  'not_sent_in_test_mode',
] as const
export type DeliveryFailure = (typeof DELIVERY_FAILURES)[number]

/** `not_wanted` means that the merchant's settings exclude the notice. */
export const NOTICE_FAILURES = [...DELIVERY_FAILURES, 'not_wanted'] as const
export type NoticeFailure = (typeof NOTICE_FAILURES)[number]

const PERMANENT_FAILURES: ReadonlySet<DeliveryFailure> = new Set<DeliveryFailure>([
  'inactive_recipient',
  'invalid_recipient',
  'bounced',
  'complained',
  'opted_out',
])

export function isPermanent(reason: DeliveryFailure): boolean {
  return PERMANENT_FAILURES.has(reason)
}

export const UNNEEDED_REASONS = ['already_paid', 'voided', 'not_sent_in_test_mode'] as const
export type UnneededReason = (typeof UNNEEDED_REASONS)[number]

export function isUnneeded(reason: string): reason is UnneededReason {
  return UNNEEDED_REASONS.some((one) => one === reason)
}

export const NOTICE_KINDS = [
  'delivery_failed',
  'link_requested',
  'overpayment',
  'refund_failed',
  'refund_executed',
  'payment_reversed',
  'payment_reinstated',
  'payment_currency_mismatched',
  'payment_amount_unreadable',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** Counts how often a missed message is sent again. The first sending has none. */
export interface Resend {
  resend?: number
}
