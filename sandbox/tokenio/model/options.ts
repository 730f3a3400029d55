import type { DatabaseSync } from 'node:sqlite'
import type { Jobs } from '../../core/scheduled-jobs.ts'

export interface TokenIoOptions {
  /** The URL has no trailing slash. */
  publicUrl: string
  database: DatabaseSync
  jobs: Jobs
  memberId: string
  apiKey?: string | undefined
  signingKey?: { keyId: string; publicKeyPem: string } | undefined
  settlementAccounts?: readonly string[] | undefined
  webhookUrl: string
  webhookKeyPem?: string | undefined
  webhookRetryDelaysMs?: readonly number[] | undefined
  processDelayMs?: number | undefined
  settleDelayMs?: number | undefined
}
