import type { SettlementAccounts } from './accounts.ts'
import type { TokenIoSettings } from './http/client.ts'

export interface TokenIoRailOptions extends TokenIoSettings {
  settlementAccounts: SettlementAccounts
  /**
   * What counts as paid in a merchant's own account: `credited` once a bank reports that the money is there, which few
   * do; `debited` once the payer's bank reports that it has left their account.
   */
  paidWhen: 'credited' | 'debited'
  /** Where Token.io sends the payer back to, with `payment-id` in the query. */
  callbackUrl: string
  /**
   * Ed25519 public keys that webhooks are signed with, base64url as the dashboard shows them. Several while one
   * replaces another. They are taken from nowhere else.
   */
  webhookKeys: readonly string[]
  /** Our sub-TPP's id, where we initiate payments under Token.io's licence. */
  onBehalfOfId?: string | undefined
  /** How long a request without an outcome is only looked for, in milliseconds; 15,000 unless given. */
  inFlightMs?: number
}
