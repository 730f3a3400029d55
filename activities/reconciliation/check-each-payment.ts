import type { LedgerEntry } from '../../db/reconciliation/ledger-entries.ts'
import type { Comparison, Finding } from '../../domain/payment/reconciliation.ts'
import { type BankRail, RailUnavailableError, UnknownToRailError } from '../../integrations/bank/rail.ts'
import type { UnreadAt } from './types.ts'

export async function checkEachPayment(
  rail: BankRail,
  entries: readonly LedgerEntry[],
): Promise<Comparison & { unread: UnreadAt[] }> {
  const findings: Finding[] = []
  const unread: UnreadAt[] = []
  let matched = 0
  for (const recorded of entries) {
    const { type, id, at, isFinal, isExpected } = recorded
    try {
      const isAtBank = await isFinalAtBank(rail, recorded)
      if (isAtBank && isFinal) matched += 1
      else if (isAtBank) findings.push({ kind: `${type}_unrecorded`, subject: id, at, recorded })
      else if (isExpected) findings.push({ kind: `${type}_missing`, subject: id, at, recorded })
    } catch (error) {
      if (!(error instanceof RailUnavailableError)) throw error
      unread.push({ subject: id, at, reason: error.message })
    }
  }
  return { matched, findings, unread }
}

async function isFinalAtBank(
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
    if (error instanceof UnknownToRailError) return false
    throw error
  }
}
