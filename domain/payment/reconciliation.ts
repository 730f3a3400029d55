import type { MinorUnits } from '../shared/money.ts'
import type { Instant } from '../shared/calendar.ts'

export interface AccountTransaction {
  id: string
  type: 'payment' | 'refund' | 'external_payment' | 'payout' | 'unreadable'
  amount: MinorUnits
  at: Instant
  providerId?: string
}

export interface RecordedMovement {
  type: 'payment' | 'refund'
  id: string
  invoiceId: string
  merchantId: string
  providerId: string
  amount: MinorUnits
  at: Instant
  isFinal: boolean
}

export type FindingKind =
  | 'payment_unknown'
  | 'refund_unknown'
  | 'payment_unrecorded'
  | 'refund_unrecorded'
  | 'payment_amount_differs'
  | 'refund_amount_differs'
  | 'payment_missing'
  | 'refund_missing'
  | 'payment_repeated'
  | 'refund_repeated'
  | 'payment_undecided'
  | 'refund_undecided'
  | 'external_payment'
  | 'transaction_unreadable'

export interface Finding {
  kind: FindingKind
  subject: string
  at: Instant
  transactionId?: string
  recorded?: RecordedMovement
  amountAtBank?: MinorUnits
}

export interface Comparison {
  matched: number
  findings: Finding[]
}

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

export function undecided(waiting: readonly RecordedMovement[], findings: readonly Finding[]): Finding[] {
  const found = new Set(findings.map(({ recorded }) => recorded?.id))
  return waiting
    .filter(({ id }) => !found.has(id))
    .map((recorded) => ({
      kind: `${recorded.type}_undecided`,
      subject: recorded.id,
      at: recorded.at,
      recorded,
    }))
}

function differenceOf(
  type: 'payment' | 'refund',
  amount: MinorUnits,
  recorded: RecordedMovement | undefined,
): FindingKind | undefined {
  if (!recorded) return `${type}_unknown`
  if (!recorded.isFinal) return `${type}_unrecorded`
  return recorded.amount === amount ? undefined : `${type}_amount_differs`
}

function keyOf({ type, providerId }: { type: 'payment' | 'refund'; providerId: string }): string {
  return `${type} ${providerId}`
}
