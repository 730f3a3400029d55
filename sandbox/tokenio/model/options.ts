import type { DatabaseSync } from 'node:sqlite'
import type { Jobs } from '../../core/scheduled-jobs.ts'

export interface TokenIoMember {
  memberId: string
  apiKey?: string | undefined
  signingKey?: { keyId: string; publicKeyPem: string } | undefined
  settlementAccounts?: readonly string[] | undefined
  webhookUrl: string
  webhookKeyPem?: string | undefined
}

export interface TokenIoOptions extends TokenIoMember {
  publicUrl: string
  database: DatabaseSync
  jobs: Jobs
  otherMembers?: readonly TokenIoMember[] | undefined
  webhookRetryDelaysMs?: readonly number[] | undefined
  processDelayMs?: number | undefined
  settleDelayMs?: number | undefined
}

export function membersOf(options: TokenIoOptions): TokenIoMember[] {
  return [options, ...(options.otherMembers ?? [])]
}

export function memberWith(options: TokenIoOptions, memberId: unknown): TokenIoMember | undefined {
  return membersOf(options).find((member) => member.memberId === memberId)
}
