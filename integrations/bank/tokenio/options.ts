import type { RailLog } from '../rail.ts'
import type { SettlementAccounts } from './accounts.ts'
import type { TokenIoCredentials } from './http/credentials.ts'

export interface TokenIoSettings {
  /** The base URL: `https://api.token.io`, or `https://api.sandbox.token.io`. */
  apiUrl: string
  credentials: TokenIoCredentials
  /** The longest wait for an answer, in milliseconds; 5,000 by default. */
  timeoutMs?: number
  log?: RailLog | undefined
}

export interface TokenIoRailOptions extends TokenIoSettings {
  settlementAccounts: SettlementAccounts
  /**
   * The bank status that counts as paid for an account outside Token.io. The value `credited` means that the
   * money has arrived. The value `debited` means that the money has left the payer's account.
   *
   * @see docs/token-io.md
   */
  paidWhen: 'credited' | 'debited'
  /**
   * The address to which payers return. Token.io adds `payment-id` to the query.
   *
   * @see docs/token-io.md
   */
  callbackUrl: string
  /**
   * The Ed25519 public keys that verify webhooks, in base64url. A rotation of keys needs two keys at a time.
   */
  webhookKeys: readonly string[]
  /** The id of our sub-TPP, sent as `onBehalfOfId`. */
  onBehalfOfId?: string | undefined
  /** The wait before a repetition without a known outcome, in milliseconds; 15,000 by default. */
  inFlightMs?: number
}
