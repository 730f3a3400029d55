import type { RailLog } from '../rail.ts'

export interface TrueLayerSettings {
  apiUrl: string
  authUrl: string
  clientId: string
  clientSecret: string
  /** PEM of the EC private key (P-521). TrueLayer holds the public part under `keyId`. */
  signingKey: string
  keyId: string
  /** Milliseconds of the longest wait for an answer; 5,000 by default. */
  timeoutMs?: number
  log?: RailLog | undefined
}

export interface TrueLayerRailOptions extends TrueLayerSettings {
  /** The ids of our merchant accounts at TrueLayer, by ISO 4217 code. */
  merchantAccounts: Partial<Record<string, string>>
  accountHolderName: string
  /**
   * The address for payers who return from the bank. All payments share the address, which is registered at
   * TrueLayer.
   *
   * @see https://docs.truelayer.com/reference/create-payment
   */
  returnUrl: string
  /**
   * True if banks return payers directly. Only clients with a licence can register direct returns.
   *
   * @see docs/truelayer.md
   */
  directReturn?: boolean
  /** The allow-list of addresses that webhook keys may come from. */
  webhookJku: string[]
}
