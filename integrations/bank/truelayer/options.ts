import type { RailLog } from '../rail.ts'

export interface TrueLayerSettings {
  apiUrl: string
  authUrl: string
  clientId: string
  clientSecret: string
  /**
   * The key is EC P-521 as PEM. TrueLayer holds the public part under `keyId`.
   *
   * @see https://docs.truelayer.com/docs/sign-your-requests
   */
  signingKey: string
  keyId: string
  /** The longest wait for an answer is 5,000 milliseconds by default. */
  timeoutMs?: number
  log?: RailLog | undefined
}

export interface TrueLayerRailOptions extends TrueLayerSettings {
  /** The keys are currencies, and the values account ids at TrueLayer. */
  merchantAccounts: Partial<Record<string, string>>
  accountHolderName: string
  /** Payers return from the bank to the address, to which TrueLayer adds `payment_id`. */
  returnUrl: string
  /**
   * The value is true if banks return payers directly to `returnUrl`.
   *
   * @see docs/truelayer.md
   */
  directReturn?: boolean
  /** Webhook keys may be read only from these addresses. */
  webhookJku: string[]
}
