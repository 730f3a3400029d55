import type { DatabaseSync } from 'node:sqlite'

export interface BankOptions {
  /** Base URL as clients see it, without a trailing slash. */
  publicUrl: string
  database: DatabaseSync
  clientId: string
  clientSecret: string
  keyId: string
  /** The client's public key (P-521), which `Tl-Signature` is checked against. */
  publicKeyPem: string
  merchantAccounts: { id: string; currency: string; accountHolderName: string }[]
  webhookUrl: string
  /** Waits between the tries of a webhook, in milliseconds; the last one repeats. */
  webhookRetryDelaysMs?: number[]
  /** From the payer's approval until the bank has sent the money. */
  executeDelayMs?: number
  /** From then until it is in the merchant account. */
  settleDelayMs?: number
  /** `payment_authorized` webhooks are opt-in at TrueLayer, and here. */
  sendAuthorized?: boolean
}
