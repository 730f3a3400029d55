import { InvoiceRow, PaymentAttemptRow } from '../db/entities/index.ts'
import type { EntityManager } from '../db/orm.ts'
import type { Finding } from '../domain/reconciliation.ts'
import { meaningOf, type BankRail, RailUnavailableError } from '../integrations/bank/rail.ts'
import type { UnreadAt, Untold } from './reconciliation-types.ts'

/** The rail's own word on each payment and refund that is final there and not here, for the invoice to decide on. */
export async function untoldOf(
  em: EntityManager,
  rail: BankRail,
  findings: readonly Finding[],
): Promise<{ untold: Untold[]; unread: UnreadAt[] }> {
  const untold: Untold[] = []
  const unread: UnreadAt[] = []
  for (const finding of findings) {
    try {
      const news = await newsOf(em, rail, finding)
      if (news) untold.push(news)
    } catch (error) {
      if (!(error instanceof RailUnavailableError)) throw error
      unread.push({ subject: finding.subject, at: finding.at, reason: error.message })
    }
  }
  return { untold, unread }
}

/** @throws RailUnavailableError */
async function newsOf(
  em: EntityManager,
  rail: BankRail,
  { kind, recorded, transactionId }: Finding,
): Promise<Untold | undefined> {
  if (!recorded || !kind.endsWith('_unrecorded')) return undefined
  const { id, invoiceId, merchantId, providerId, type } = recorded
  const invoice = await em.fork().findOneOrFail(InvoiceRow, { id: invoiceId })
  const at = Date.now() + invoice.clockMs
  const cause = { by: 'bank', eventId: `${rail.id}:statement:${transactionId}` } as const
  if (type === 'refund') {
    return { invoiceId, merchantId, refund: { refundId: id, status: 'executed', at, cause } }
  }
  const attempt = await em.fork().findOneOrFail(PaymentAttemptRow, { id })
  const {
    amount = attempt.amount,
    currency = attempt.currency,
    ...said
  } = meaningOf(await rail.readPayment(providerId), attempt.toOwnAccount)
  if (said.status !== 'settled') return undefined
  const report = { attemptId: id, ...said, providerPaymentId: providerId, currency }
  return { invoiceId, merchantId, payment: { ...report, amount: `${amount}` as const, at, cause } }
}
