import { deliveryOf, type InvoiceEvent, type InvoiceState } from '../../domain/invoice/index.ts'
import { type InvoiceRow, PaymentAttemptRow, PayLinkRow, RefundRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'

/** Updates the rows that pages and lists read from the state of the log. */
export async function updateReadModel(
  em: EntityManager,
  invoice: InvoiceRow,
  state: InvoiceState,
  events: InvoiceEvent[],
): Promise<void> {
  Object.assign(invoice, toReadModel(state), { updatedAt: new Date() })
  const issued = events.find((event) => event.type === 'issued')
  if (issued) invoice.issuedAt = new Date(issued.at)
  await updateLink(em, invoice.id, state)
  await updateAttempts(em, invoice.id, state)
  await updateRefunds(em, invoice.id, state)
}

/** Returns the columns of an invoice's row that the log decides. */
export function toReadModel(state: InvoiceState) {
  return {
    status: state.status,
    amountDue: state.amountDue,
    amountPaid: state.amountPaid,
    amountRefunded: state.amountRefunded,
    amountOverpaid: state.amountOverpaid,
    ...(state.dueDate ? { dueDate: state.dueDate } : {}),
    delivery: deliveryOf(state),
    receipt: state.receipt,
    ...(state.number ? { number: state.number } : {}),
    linkId: state.link?.id ?? null,
    overdueAt: toDate(state.overdueAt),
    viewedAt: toDate(state.viewedAt),
    paidAt: toDate(state.paidAt),
    onHoldSince: toDate(state.onHoldSince),
    voidRequestedAt: toDate(state.voidRequestedAt),
    voidedAt: toDate(state.voidedAt),
    testClockOffsetMs: state.testClockOffsetMs,
    decisionCount: state.decisionCount,
  }
}

async function updateLink(em: EntityManager, invoiceId: string, { link }: InvoiceState): Promise<void> {
  if (!link) return
  const { id, status: now } = link
  const expiresAt = new Date(link.expiresAt)
  const row = await em.findOne(PayLinkRow, { id })
  if (row) Object.assign(row, { status: now, expiresAt })
  else {
    // A new link replaces the previous one.
    await em.nativeUpdate(PayLinkRow, { invoiceId }, { status: 'revoked' })
    em.create(PayLinkRow, { id, invoiceId, status: now, expiresAt, createdAt: new Date() })
  }
}

async function updateAttempts(em: EntityManager, invoiceId: string, state: InvoiceState): Promise<void> {
  if (state.attempts.length === 0) return
  const rows = await em.find(PaymentAttemptRow, { invoiceId })
  for (const attempt of state.attempts) {
    const row = rows.find((candidate) => candidate.id === attempt.id)
    if (!row || row.status === attempt.status) continue
    row.status = attempt.status
    row.failure = attempt.failure ?? null
    row.updatedAt = new Date()
  }
}

async function updateRefunds(em: EntityManager, invoiceId: string, { refunds }: InvoiceState): Promise<void> {
  if (refunds.length === 0) return
  const rows = new Map((await em.find(RefundRow, { invoiceId })).map((row) => [row.id, row]))
  const now = new Date()
  for (const { id, attemptId, amount, status, failure = null, ...refund } of refunds) {
    // Manual refunds have no attempt and never reach a rail.
    if (!attemptId) continue
    const row = rows.get(id)
    // A webhook may have stored the rail's id before the rail's response arrived.
    const providerRefundId = refund.providerRefundId ?? row?.providerRefundId ?? null
    const facts = { status, providerRefundId, failure }
    if (!row) {
      const created = { id, invoiceId, attemptId, amount, ...facts }
      em.create(RefundRow, { ...created, createdAt: now, updatedAt: now })
    } else if (row.status !== status || row.providerRefundId !== providerRefundId) {
      Object.assign(row, { ...facts, updatedAt: now })
    }
  }
}

function toDate(instant: number | undefined): Date | null {
  return instant === undefined ? null : new Date(instant)
}
