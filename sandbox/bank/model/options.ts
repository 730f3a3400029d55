import type { DatabaseSync } from 'node:sqlite'

export interface BankOptions {
  /** The URL has no trailing slash. */
  publicUrl: string
  database: DatabaseSync
  clientId: string
  clientSecret: string
  keyId: string
  /** EC P-521 public key as PEM. */
  publicKeyPem: string
  merchantAccounts: { id: string; currency: string; accountHolderName: string }[]
  webhookUrl: string
  webhookRetryDelaysMs?: number[]
  executeDelayMs?: number
  settleDelayMs?: number
  sendAuthorized?: boolean
}
