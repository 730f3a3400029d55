import type { RailLog } from '../rail.ts'

export interface TrueLayerSettings {
  apiUrl: string
  authUrl: string
  clientId: string
  clientSecret: string
  /** The EC private key (P-521) as PEM. TrueLayer holds the public part under `keyId`. */
  signingKey: string
  keyId: string
  /** The longest wait for an answer, in milliseconds; 5,000 by default. */
  timeoutMs?: number
  log?: RailLog | undefined
}

export interface TrueLayerRailOptions extends TrueLayerSettings {
  /** The ids of our merchant accounts at TrueLayer, by ISO 4217 code. */
  merchantAccounts: Partial<Record<string, string>>
  accountHolderName: string
  /**
   * The address to which payers return from the bank, the same for all payments.
   *
   * @see https://docs.truelayer.com/reference/create-payment
   */
  returnUrl: string
  /**
   * True if banks return payers directly to `returnUrl`.
   *
   * @see docs/truelayer.md
   */
  directReturn?: boolean
  /** The addresses from which webhook keys may be read. */
  webhookJku: string[]
}
