import type { Instant } from '../shared/calendar.ts'

/** A line in the statement of an account that a provider keeps for us. */
export interface AccountTransaction {
  id: string
  /**
   * `external_payment` came in beside every payment of ours; `payout` went to an account of ours elsewhere. What is
   * `unreadable` has no amount that counts, or is in another currency than the account.
   */
  type: 'payment' | 'refund' | 'external_payment' | 'payout' | 'unreadable'
  /** Minor units, not negative whichever way it went. */
  amount: bigint
  /** When it was settled or executed. */
  at: Instant
  /** The provider's id of the payment, or the refund. */
  providerId?: string
}

/** What a log of ours says of a payment or a refund. */
export interface RecordedMovement {
  type: 'payment' | 'refund'
  /** Of the attempt, or the refund. */
  id: string
  invoiceId: string
  merchantId: string
  providerId: string
  /** Minor units. */
  amount: bigint
  at: Instant
  /**
   * Settled, or executed; otherwise something else is on record: nothing final yet, or that the bank took it back, or
   * another currency.
   */
  isFinal: boolean
}

export const FINDING_KINDS = [
  /** The bank has it, and no payment of ours is known by its id. */
  'payment_unknown',
  'refund_unknown',
  /** The bank has it as final, our log has not. */
  'payment_unrecorded',
  'refund_unrecorded',
  'payment_amount_differs',
  'refund_amount_differs',
  /** Our log has it as final, the bank has not. */
  'payment_missing',
  'refund_missing',
  /** One payment, twice in the statement. */
  'payment_repeated',
  'refund_repeated',
  /** For longer than a day the bank has neither sent the money nor refused it. */
  'payment_undecided',
  /** Money that came in beside every payment of ours. */
  'external_payment',
  /** A line that is not as its provider describes it, or not in the account's currency. */
  'transaction_unreadable',
] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

/** A difference between an account and the logs. Amounts are minor units. */
export interface Finding {
  kind: FindingKind
  /** What it is about, so that it is one finding however often it is found. */
  subject: string
  at: Instant
  transactionId?: string
  recorded?: RecordedMovement
  amountAtBank?: bigint
}

export interface Comparison {
  matched: number
  findings: Finding[]
}

/**
 * Compares an account's statement with the logs, in both directions.
 *
 * @param statement of a time that begins before `since`, as what settled then may have become known later
 * @param known whatever our logs hold of the payments and refunds in the statement, however old
 * @param expected what became final by our logs since then, and has to be in the statement
 * @param since earlier lines were looked at before
 */
export function compare(
  statement: readonly AccountTransaction[],
  known: readonly RecordedMovement[],
  expected: readonly RecordedMovement[],
  since: Instant,
): Comparison {
  const ours = new Map(known.map((one) => [keyOf(one), one]))
  const seen = new Set<string>()
  const findings: Finding[] = []
  let matched = 0
  for (const transaction of statement) {
    const { id: transactionId, type, amount: amountAtBank, at } = transaction
    const found = { subject: transactionId, at, transactionId, amountAtBank }
    if (type === 'payout') continue
    if (type === 'unreadable') {
      if (at >= since)
        findings.push({ kind: 'transaction_unreadable', subject: transactionId, at, transactionId })
      continue
    }
    if (type === 'external_payment' || transaction.providerId === undefined) {
      if (at >= since)
        findings.push({ kind: type === 'refund' ? 'refund_unknown' : 'external_payment', ...found })
      continue
    }
    const key = keyOf({ type, providerId: transaction.providerId })
    const recorded = ours.get(key)
    const isRepeated = seen.has(key)
    seen.add(key)
    if (at < since) continue
    const kind = isRepeated ? (`${type}_repeated` as const) : differenceOf(type, amountAtBank, recorded)
    if (kind) findings.push({ kind, ...found, ...(recorded ? { recorded } : {}) })
    else matched += 1
  }
  for (const recorded of expected) {
    const { type, id, at } = recorded
    if (!seen.has(keyOf(recorded))) findings.push({ kind: `${type}_missing`, subject: id, at, recorded })
  }
  return { matched, findings }
}

/**
 * @param waiting payments that have been on their way for too long
 * @param findings of the comparison: a payment that the account has by now is found there, and told to its invoice
 */
export function undecided(waiting: readonly RecordedMovement[], findings: readonly Finding[]): Finding[] {
  const found = new Set(findings.map(({ recorded }) => recorded?.id))
  return waiting
    .filter(({ id }) => !found.has(id))
    .map((recorded) => ({ kind: 'payment_undecided', subject: recorded.id, at: recorded.at, recorded }))
}

function differenceOf(
  type: 'payment' | 'refund',
  amount: bigint,
  recorded: RecordedMovement | undefined,
): FindingKind | undefined {
  if (!recorded) return `${type}_unknown`
  if (!recorded.isFinal) return `${type}_unrecorded`
  return recorded.amount === amount ? undefined : `${type}_amount_differs`
}

function keyOf({ type, providerId }: { type: 'payment' | 'refund'; providerId: string }): string {
  return `${type} ${providerId}`
}
