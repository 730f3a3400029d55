import type { Instant } from '../shared/calendar.ts'
import { DAY_MS } from '../shared/durations.ts'
import type { Channel } from '../invoice/index.ts'
import type { IssueRefusal } from '../merchant/trust.ts'
import type { MerchantActor } from '../shared/cause.ts'

export type ImportStatus =
  | 'uploading'
  | 'parsing'
  | 'refused'
  | 'review'
  | 'issuing'
  | 'completed'
  | 'cancelled'
  | 'expired'

export interface ImportFacts {
  status: ImportStatus
  isPaused: boolean
  parseVersion: number
  validRows: number
  invalidRows: number
  duplicates: number
  hasUndecidedColumns: boolean
}

export interface ConfirmOptions {
  rows: 'valid' | 'all'
  duplicates: 'skip' | 'send'
  deliver: Channel[]
}

export type ImportCommand =
  | { type: 'read_again' }
  | ({ type: 'confirm'; actor: MerchantActor; parseVersion: number } & ConfirmOptions)
  | { type: 'pause' }
  | { type: 'resume' }
  | { type: 'cancel' }
  | { type: 'expire' }

export type ImportRefusal =
  | 'import_not_ready'
  | 'import_read_again'
  | 'import_unreadable'
  | 'import_has_errors'
  | 'import_has_questions'
  | 'import_confirmed'
  | 'import_ended'
  | 'nothing_to_send'
  | 'import_not_issuing'
  | 'import_paused'
  | 'import_not_paused'
  | IssueRefusal

export type ImportDecision = { status: ImportStatus; isPaused: boolean } | { refused: ImportRefusal }

export function decideImport(facts: ImportFacts, command: ImportCommand): ImportDecision {
  const { status, isPaused } = facts
  if (isOver(status)) return { refused: 'import_ended' }
  switch (command.type) {
    case 'read_again':
      if (status === 'issuing') return { refused: 'import_confirmed' }
      return status === 'uploading' ? { refused: 'import_not_ready' } : { status: 'parsing', isPaused: false }
    case 'confirm':
      return confirmed(facts, command)
    case 'pause':
      if (status !== 'issuing') return { refused: 'import_not_issuing' }
      return isPaused ? { refused: 'import_paused' } : { status, isPaused: true }
    case 'resume':
      return isPaused ? { status, isPaused: false } : { refused: 'import_not_paused' }
    case 'cancel':
      return { status: 'cancelled', isPaused: false }
    case 'expire':
      return status === 'issuing' ? { refused: 'import_confirmed' } : { status: 'expired', isPaused: false }
  }
}

function confirmed(
  { status, parseVersion, validRows, invalidRows, duplicates, hasUndecidedColumns }: ImportFacts,
  options: ConfirmOptions & { parseVersion: number },
): ImportDecision {
  if (status === 'uploading' || status === 'parsing') return { refused: 'import_not_ready' }
  if (status === 'refused') return { refused: 'import_unreadable' }
  if (status === 'issuing') return { refused: 'import_confirmed' }
  if (options.parseVersion !== parseVersion) return { refused: 'import_read_again' }
  if (hasUndecidedColumns) return { refused: 'import_has_questions' }
  const left = options.duplicates === 'skip' ? duplicates : 0
  if (options.rows === 'all' && invalidRows + left > 0) return { refused: 'import_has_errors' }
  return validRows - left > 0 ? { status: 'issuing', isPaused: false } : { refused: 'nothing_to_send' }
}

export function isOver(status: ImportStatus): boolean {
  return status === 'completed' || status === 'cancelled' || status === 'expired'
}

const REVIEW_DAYS = 30

export function expiryOf(changedAt: Instant): Instant {
  return changedAt + REVIEW_DAYS * DAY_MS
}
