import type { DatabaseSync } from 'node:sqlite'
import type { Jobs } from '../../core/scheduled-jobs.ts'

export interface TokenIoOptions {
  /** The base URL as clients see the stand-in, without a trailing slash. */
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
  /** The Ed25519 key that signs webhooks, as PEM. By default a key is generated and stored. */
  webhookKeyPem?: string | undefined
  /** The pauses between the attempts to send a webhook, in milliseconds. The last pause repeats. */
  webhookRetryDelaysMs?: readonly number[] | undefined
  /** The delay from the payer's approval to the completion, in milliseconds; 150 by default. */
  processDelayMs?: number | undefined
  /** The delay from the completion to the arrival, in milliseconds; 400 by default. */
  settleDelayMs?: number | undefined
}
