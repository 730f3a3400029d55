import { DAY_MS } from '../shared/calendar.ts'
import type { Channel } from '../invoice/index.ts'

/** Where an import stands. `refused`: the file as a whole cannot be read as it is. */
export type ImportStatus =
  | 'uploading'
  | 'parsing'
  | 'refused'
  | 'review'
  | 'issuing'
  | 'completed'
  | 'cancelled'
  | 'expired'

/** What decisions about an import rest on. Counts of rows. */
export interface ImportFacts {
  status: ImportStatus
  isPaused: boolean
  validRows: number
  invalidRows: number
  /** Of the good ones: those that look like another row or an invoice that exists. */
  duplicates: number
}

/** What a merchant chose to send. */
export interface ConfirmOptions {
  /** `valid`: leave out what has mistakes. `all`: all or nothing. */
  rows: 'valid' | 'all'
  duplicates: 'skip' | 'send'
  /** Everyone gets the e-mail; text messages go to those whose number is known. */
  deliver: Channel[]
}

export type ImportCommand =
  | { type: 'read_again' }
  | ({ type: 'confirm' } & ConfirmOptions)
  | { type: 'pause' }
  | { type: 'resume' }
  | { type: 'cancel' }
  /** Nobody confirmed it in time. */
  | { type: 'expire' }

export const IMPORT_REFUSALS = [
  'import_not_ready',
  'import_unreadable',
  'import_has_errors',
  'import_confirmed',
  'import_ended',
  'nothing_to_send',
  'import_not_issuing',
  'import_paused',
  'import_not_paused',
] as const
export type ImportRefusal = (typeof IMPORT_REFUSALS)[number]

export type ImportDecision = { status: ImportStatus; isPaused: boolean } | { refused: ImportRefusal }

/** What a command makes of an import. What was issued stays, whatever becomes of the rest. */
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
  { status, validRows, invalidRows, duplicates }: ImportFacts,
  choice: ConfirmOptions,
): ImportDecision {
  if (status === 'uploading' || status === 'parsing') return { refused: 'import_not_ready' }
  if (status === 'refused') return { refused: 'import_unreadable' }
  if (status === 'issuing') return { refused: 'import_confirmed' }
  const left = choice.duplicates === 'skip' ? duplicates : 0
  if (choice.rows === 'all' && invalidRows + left > 0) return { refused: 'import_has_errors' }
  return validRows - left > 0 ? { status: 'issuing', isPaused: false } : { refused: 'nothing_to_send' }
}

/** Will nothing happen to it any more? */
export function isOver(status: ImportStatus): boolean {
  return status === 'completed' || status === 'cancelled' || status === 'expired'
}

/** How long an import waits for its confirmation, in days. */
const REVIEW_DAYS = 30

/** When an import that was last changed at an instant has waited long enough, both in milliseconds since 1970. */
export function expiryOf(changedAt: number): number {
  return changedAt + REVIEW_DAYS * DAY_MS
}
