import type { RailLog } from '../rail.ts'
import type { SettlementAccounts } from './accounts.ts'
import type { TokenIoCredentials } from './http/credentials.ts'

export interface TokenIoSettings {
  /** `https://api.token.io`, or `https://api.sandbox.token.io`. */
  apiUrl: string
  credentials: TokenIoCredentials
  /** Milliseconds of the longest wait for an answer; 5,000 by default. */
  timeoutMs?: number
  log?: RailLog | undefined
}

export interface TokenIoRailOptions extends TokenIoSettings {
  settlementAccounts: SettlementAccounts
  /**
   * The bank status that counts as paid in a merchant's bank account. `credited`: the money has arrived; few
   * banks report an arrival. `debited`: the money has left the payer's account.
   *
   * @see docs/token-io.md
   */
  paidWhen: 'credited' | 'debited'
  /**
   * The address for payers who return. Token.io adds `payment-id` to the query.
   *
   * @see docs/token-io.md
   */
  callbackUrl: string
  /**
   * Ed25519 public keys that sign webhooks, base64url, as the dashboard shows each key. Key rotation needs
   * two at a time. No key is read from a webhook or over the network.
   */
  webhookKeys: readonly string[]
  /** The id of our sub-TPP, for payments under Token.io's licence. */
  onBehalfOfId?: string | undefined
  /** Milliseconds before a request without an outcome is resent; 15,000 by default. */
  inFlightMs?: number
}
