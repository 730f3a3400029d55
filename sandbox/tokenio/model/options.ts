import type { DatabaseSync } from 'node:sqlite'
import type { Jobs } from '../../core/scheduled-jobs.ts'

export interface TokenIoOptions {
  /** The URL has no trailing slash. */
  publicUrl: string
  database: DatabaseSync
  jobs: Jobs
  /** The client's member id has the form `m:…`. */
  memberId: string
  /** Only signed requests are accepted without the client's API key. */
  apiKey?: string | undefined
  /** Only the API key is accepted without the client's public key. */
  signingKey?: { keyId: string; publicKeyPem: string } | undefined
  settlementAccounts?: readonly string[] | undefined
  webhookUrl: string
  /** The key is Ed25519. A key is generated and stored by default. */
  webhookKeyPem?: string | undefined
  /** The last pause repeats. */
  webhookRetryDelaysMs?: readonly number[] | undefined
  /** The default is 150. Refunds use the delay too. */
  processDelayMs?: number | undefined
  /** The default is 400. */
  settleDelayMs?: number | undefined
}
