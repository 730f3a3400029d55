import type { DeliveryFailure } from '../domain/invoice/index.ts'

/**
 * `ignored` means that no message failed. `delayed` means that Postmark tries again. `bounced`, `complained`
 * and `opted_out` suppress the address.
 */
export type BounceMeaning =
  | 'ignored'
  | 'delayed'
  | Extract<
      DeliveryFailure,
      'rejected' | 'not_sent' | 'undeliverable' | 'bounced' | 'complained' | 'opted_out'
    >

/**
 * @internal
 * @see https://postmarkapp.com/developer/api/bounce-api#bounce-types
 */
export const BOUNCE_TYPES: Readonly<Record<string, BounceMeaning>> = {
  // The address does not work, or must not be used.
  HardBounce: 'bounced',
  BadEmailAddress: 'bounced',
  ManuallyDeactivated: 'bounced',
  SpamComplaint: 'complained',
  Unsubscribe: 'opted_out',
  // Another message can arrive at the address.
  SoftBounce: 'undeliverable',
  DnsError: 'undeliverable',
  Unknown: 'undeliverable',
  Unconfirmed: 'undeliverable',
  ChallengeVerification: 'undeliverable',
  Blocked: 'rejected',
  SpamNotification: 'rejected',
  VirusNotification: 'rejected',
  DMARCPolicy: 'rejected',
  SMTPApiError: 'not_sent',
  TemplateRenderingFailed: 'not_sent',
  Transient: 'delayed',
  // The next types answer a message that arrived, or concern received mail.
  AutoResponder: 'ignored',
  AddressChange: 'ignored',
  Subscribe: 'ignored',
  OpenRelayTest: 'ignored',
  InboundError: 'ignored',
}

const SUPPRESSING: ReadonlySet<BounceMeaning> = new Set<BounceMeaning>(['bounced', 'complained', 'opted_out'])

/**
 * Only an address that Postmark has deactivated is suppressed. An unknown type counts as a failure of one
 * message.
 *
 * @param isInactive true if Postmark has deactivated the address
 */
export function meaningOf(type: string, isInactive: boolean): BounceMeaning {
  const meaning = BOUNCE_TYPES[type] ?? 'undeliverable'
  if (!SUPPRESSING.has(meaning) || isInactive) return meaning
  // An unsubscribe request answers a message that arrived.
  return meaning === 'opted_out' ? 'ignored' : 'undeliverable'
}
