/** @see https://postmarkapp.com/developer/api/bounce-api#bounce-types */
export const bounceTypes = {
  HardBounce: [1, 'Hard bounce'],
  Transient: [2, 'Message delayed'],
  Unsubscribe: [16, 'Unsubscribe request'],
  Subscribe: [32, 'Subscribe request'],
  AutoResponder: [64, 'Auto responder'],
  AddressChange: [128, 'Address change'],
  DnsError: [256, 'DNS error'],
  SpamNotification: [512, 'Spam notification'],
  OpenRelayTest: [1024, 'Open relay test'],
  Unknown: [2048, 'Unknown'],
  SoftBounce: [4096, 'Soft bounce'],
  VirusNotification: [8192, 'Virus notification'],
  ChallengeVerification: [16384, 'Spam challenge verification'],
  BadEmailAddress: [100000, 'Invalid email address'],
  SpamComplaint: [100001, 'Spam complaint'],
  ManuallyDeactivated: [100002, 'Manually deactivated'],
  Unconfirmed: [100003, 'Registration not confirmed'],
  Blocked: [100006, 'ISP block'],
  SMTPApiError: [100007, 'SMTP API error'],
  InboundError: [100008, 'Processing failed'],
  DMARCPolicy: [100009, 'DMARC Policy'],
  TemplateRenderingFailed: [100010, 'Template rendering failed'],
} as const satisfies Record<string, readonly [code: number, name: string]>

export type BounceType = keyof typeof bounceTypes

const deactivating: ReadonlySet<BounceType> = new Set<BounceType>([
  'HardBounce',
  'BadEmailAddress',
  'SpamComplaint',
  'ManuallyDeactivated',
])

export function deactivates(type: BounceType): boolean {
  return deactivating.has(type)
}

export function isBounceType(type: unknown): type is BounceType {
  return typeof type === 'string' && Object.hasOwn(bounceTypes, type)
}
