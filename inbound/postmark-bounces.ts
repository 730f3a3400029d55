import type { DeliveryFailure } from '../domain/invoice/index.ts'

export type BounceMeaning =
  | 'ignored'
  | 'delayed'
  | Extract<
      DeliveryFailure,
      'rejected' | 'not_sent' | 'undeliverable' | 'bounced' | 'complained' | 'opted_out'
    >

/**
 * The names are Postmark's bounce types: https://postmarkapp.com/developer/api/bounce-api#bounce-types
 *
 * @internal
 */
export const BOUNCE_TYPES: Readonly<Record<string, BounceMeaning>> = {
  HardBounce: 'bounced',
  BadEmailAddress: 'bounced',
  ManuallyDeactivated: 'bounced',
  SpamComplaint: 'complained',
  Unsubscribe: 'opted_out',
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
  AutoResponder: 'ignored',
  AddressChange: 'ignored',
  Subscribe: 'ignored',
  OpenRelayTest: 'ignored',
  InboundError: 'ignored',
}

const SUPPRESSING: ReadonlySet<BounceMeaning> = new Set<BounceMeaning>(['bounced', 'complained', 'opted_out'])

export function meaningOf(type: string, isInactive: boolean): BounceMeaning {
  const meaning = BOUNCE_TYPES[type] ?? 'undeliverable'
  if (!SUPPRESSING.has(meaning) || isInactive) return meaning
  return meaning === 'opted_out' ? 'ignored' : 'undeliverable'
}
