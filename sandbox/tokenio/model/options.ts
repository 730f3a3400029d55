import type { DatabaseSync } from 'node:sqlite'
import type { Jobs } from '../../core/scheduled-jobs.ts'

export interface TokenIoOptions {
  /** Base URL as clients see it, without a trailing slash. */
  publicUrl: string
  database: DatabaseSync
  jobs: Jobs
  /** The client's member id, `m:…`. */
  memberId: string
  /** The client's API key, as it follows `Basic `; without one only signed requests are taken. */
  apiKey?: string | undefined
  /** The client's enrolled public key, PEM; without one only the API key is taken. */
  signingKey?: { keyId: string; publicKeyPem: string } | undefined
  /** The client's settlement accounts. */
  settlementAccounts?: readonly string[] | undefined
  webhookUrl: string
  /** PEM of the Ed25519 key that signs webhooks; without it one is made and kept. */
  webhookKeyPem?: string | undefined
  /** Waits between the tries of a webhook, in milliseconds. */
  webhookRetryDelaysMs?: readonly number[] | undefined
  /** From the payer's approval until the bank has sent the money. */
  processDelayMs?: number | undefined
  /** From then until it is in the account. */
  settleDelayMs?: number | undefined
}
