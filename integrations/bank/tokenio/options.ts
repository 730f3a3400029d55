import type { TokenIoAccounts } from './accounts.ts'
import type { TokenIoSettings } from './client.ts'

export interface TokenIoRailOptions extends TokenIoSettings {
  /** Our account for each currency we can be paid in. */
  accounts: TokenIoAccounts
  /** What counts as paid for an account that says nothing of it, as merchants' own do; `credited` unless given. */
  paidWhen?: 'credited' | 'debited'
  /** Where Token.io sends the payer back to, with `payment-id` in the query. */
  callbackUrl: string
  /**
   * Ed25519 public keys that webhooks are signed with, base64url as the dashboard shows them. Several while one
   * replaces another. They are taken from nowhere else.
   */
  webhookKeys: readonly string[]
  /** Our sub-TPP's id, where we initiate payments under Token.io's licence. */
  onBehalfOfId?: string
  /** ISO 3166-1 alpha-2 codes of the countries whose banks are offered; without it all. */
  countries?: readonly string[]
  /** How long a request without an outcome is only looked for, in milliseconds; 15,000 unless given. */
  quietMs?: number
}
