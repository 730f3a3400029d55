import type { DatabaseSync } from 'node:sqlite'

export interface BankOptions {
  /** The URL has no trailing slash. */
  publicUrl: string
  database: DatabaseSync
  clientId: string
  clientSecret: string
  keyId: string
  /** The key is EC P-521 as PEM, for checks of `Tl-Signature`. */
  publicKeyPem: string
  merchantAccounts: { id: string; currency: string; accountHolderName: string }[]
  webhookUrl: string
  /** The last pause repeats. */
  webhookRetryDelaysMs?: number[]
  /** The default is 150. Refunds use the delay too. */
  executeDelayMs?: number
  /** The default is 400. */
  settleDelayMs?: number
  /** `payment_authorized` webhooks are sent only if the value is true. */
  sendAuthorized?: boolean
}
