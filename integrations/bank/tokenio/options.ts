import type { RailLog } from '../rail.ts'
import type { SettlementAccounts } from './accounts.ts'
import type { TokenIoCredentials } from './http/credentials.ts'

export interface TokenIoSettings {
  /** The base URL is `https://api.token.io`, or `https://api.sandbox.token.io` for tests. */
  apiUrl: string
  credentials: TokenIoCredentials
  /** The longest wait for an answer is 5,000 milliseconds by default. */
  timeoutMs?: number
  log?: RailLog | undefined
}

export interface TokenIoRailOptions extends TokenIoSettings {
  settlementAccounts: SettlementAccounts
  /**
   * A payment to an account outside Token.io counts as paid from this bank status on. `credited` means that
   * the money has arrived. `debited` means that it has left the payer's account.
   */
  paidWhen: 'credited' | 'debited'
  /** Payers return to the address, to which Token.io adds `payment-id`. */
  callbackUrl: string
  /** The keys are Ed25519 in base64url. A rotation needs two keys at a time. */
  webhookKeys: readonly string[]
  /** The id of our sub-TPP is sent as `onBehalfOfId`. */
  onBehalfOfId?: string | undefined
  /** A request with unknown outcome is not repeated for this time, 15,000 milliseconds by default. */
  inFlightMs?: number
}
