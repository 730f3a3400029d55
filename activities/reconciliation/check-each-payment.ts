import type { LedgerEntry } from '../../db/reconciliation/ledger-entries.ts'
import type { Comparison, Finding } from '../../domain/payment/reconciliation.ts'
import { type BankRail, RailUnavailableError, UnknownToRailError } from '../../integrations/bank/rail.ts'
import type { UnreadAt } from './types.ts'

/**
 * Where no statement is seen, the rail is asked for each payment that our logs have as paid, or had. One that it cannot
 * be asked about is named, and keeps nothing of the others back.
 */
export async function checkEachPayment(
  rail: BankRail,
  movements: readonly LedgerEntry[],
): Promise<Comparison & { unread: UnreadAt[] }> {
  const findings: Finding[] = []
  const unread: UnreadAt[] = []
  let matched = 0
  for (const recorded of movements) {
    const { type, id, at, isFinal, isExpected } = recorded
    try {
      const isThere = await isAtBank(rail, recorded)
      if (isThere && isFinal) matched += 1
      else if (isThere) findings.push({ kind: `${type}_unrecorded`, subject: id, at, recorded })
      else if (isExpected) findings.push({ kind: `${type}_missing`, subject: id, at, recorded })
    } catch (error) {
      if (!(error instanceof RailUnavailableError)) throw error
      unread.push({ subject: id, at, reason: error.message })
    }
  }
  return { matched, findings, unread }
}

async function isAtBank(
  rail: BankRail,
  { type, providerPaymentId, providerId }: LedgerEntry,
): Promise<boolean> {
  try {
    const { status } =
      type === 'payment'
        ? await rail.readPayment(providerPaymentId)
        : await rail.readRefund(providerPaymentId, providerId)
    return status === 'settled' || status === 'executed'
  } catch (error) {
    // A payment that the rail does not know is missing there like one that it knows as failed.
    if (error instanceof UnknownToRailError) return false
    throw error
  }
}
