import type { DatabaseSync } from 'node:sqlite'

export interface BankOptions {
  /** The base URL as clients see the bank, without a trailing slash. */
  publicUrl: string
  database: DatabaseSync
  clientId: string
  clientSecret: string
  keyId: string
  /** The client's public key (P-521), for checks of `Tl-Signature`. */
  publicKeyPem: string
  merchantAccounts: { id: string; currency: string; accountHolderName: string }[]
  webhookUrl: string
  /** The pauses between the attempts to send a webhook, in milliseconds. The last pause repeats. */
  webhookRetryDelaysMs?: number[]
  /** The delay from the payer's approval to the execution, in milliseconds; 150 by default. */
  executeDelayMs?: number
  /** The delay from the execution to the settlement, in milliseconds; 400 by default. */
  settleDelayMs?: number
  /** The value is true if `payment_authorized` webhooks are sent too; false by default. */
  sendAuthorized?: boolean
}
