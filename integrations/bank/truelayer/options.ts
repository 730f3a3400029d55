import type { RailLog } from '../rail.ts'

export interface TrueLayerSettings {
  apiUrl: string
  authUrl: string
  clientId: string
  clientSecret: string
  /** PEM of the EC private key (P-521). TrueLayer holds its public part under `keyId`. */
  signingKey: string
  keyId: string
  /** Longest wait for an answer, in milliseconds; 5,000 by default. */
  timeoutMs?: number
  log?: RailLog | undefined
}

export interface TrueLayerRailOptions extends TrueLayerSettings {
  /** Our merchant accounts at TrueLayer, by ISO 4217 code. */
  merchantAccounts: Partial<Record<string, string>>
  accountHolderName: string
  /** Address for payers who return from the bank. TrueLayer needs it registered, so all payments share it. */
  returnUrl: string
  /** Set when banks return payers to us directly. Only clients with their own licence can register this. */
  directReturn?: boolean
  /** Allow-list of addresses that webhook keys may come from. */
  webhookJku: string[]
}
