import type { DatabaseSync } from 'node:sqlite'

export interface BankOptions {
  /** Base URL as clients see it, without a trailing slash. */
  publicUrl: string
  database: DatabaseSync
  clientId: string
  clientSecret: string
  keyId: string
  /** The client's public key (P-521), for checks of `Tl-Signature`. */
  publicKeyPem: string
  merchantAccounts: { id: string; currency: string; accountHolderName: string }[]
  webhookUrl: string
  /** Pauses between the attempts to send a webhook, in milliseconds. The last one repeats. */
  webhookRetryDelaysMs?: number[]
  /** Milliseconds from the payer's approval to the execution of the payment. */
  executeDelayMs?: number
  /** Milliseconds from the execution to the settlement in the merchant account. */
  settleDelayMs?: number
  /** Sends `payment_authorized` webhooks too; off by default. */
  sendAuthorized?: boolean
}
