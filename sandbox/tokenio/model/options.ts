import type { DatabaseSync } from 'node:sqlite'
import type { Jobs } from '../../core/scheduled-jobs.ts'

export interface TokenIoOptions {
  /** Base URL as clients see it, without a trailing slash. */
  publicUrl: string
  database: DatabaseSync
  jobs: Jobs
  /** The client's member id, `m:…`. */
  memberId: string
  /** The client's API key, as sent after `Basic `. Without one only signed requests are accepted. */
  apiKey?: string | undefined
  /** The client's enrolled public key as PEM. Without one only the API key is accepted. */
  signingKey?: { keyId: string; publicKeyPem: string } | undefined
  settlementAccounts?: readonly string[] | undefined
  webhookUrl: string
  /** PEM of the Ed25519 key that signs webhooks. By default one is generated and stored. */
  webhookKeyPem?: string | undefined
  /** Pauses between the attempts to send a webhook, in milliseconds. */
  webhookRetryDelaysMs?: readonly number[] | undefined
  /** Milliseconds from the payer's approval to the completion at the bank. */
  processDelayMs?: number | undefined
  /** Milliseconds from the completion to the arrival in the account. */
  settleDelayMs?: number | undefined
}
