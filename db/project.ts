import { deliveryOf, type InvoiceEvent, type InvoiceState } from '../domain/invoice/index.ts'
import { type InvoiceRow, PaymentAttemptRow, PayLinkRow, RefundRow } from './entities/index.ts'
import type { EntityManager } from './orm.ts'

/** Writes what the log adds up to into the rows that pages and lists read. The log stays the truth. */
export async function project(
  em: EntityManager,
  invoice: InvoiceRow,
  state: InvoiceState,
  events: InvoiceEvent[],
): Promise<void> {
  invoice.status = state.status
  invoice.amountDue = BigInt(state.amountDue)
  invoice.amountPaid = BigInt(state.amountPaid)
  invoice.amountRefunded = BigInt(state.amountRefunded)
  invoice.surplus = BigInt(state.surplus)
  if (state.dueDate) invoice.dueDate = state.dueDate
  invoice.delivery = deliveryOf(state)
  invoice.receipt = state.receipt
  invoice.number = state.number ?? invoice.number ?? null
  invoice.linkId = state.link?.id ?? null
  invoice.overdueAt = toDate(state.overdueAt)
  invoice.viewedAt = toDate(state.viewedAt)
  invoice.paidAt = toDate(state.paidAt)
  invoice.heldSince = toDate(state.heldSince)
  invoice.voidRequestedAt = toDate(state.voidRequestedAt)
  invoice.voidedAt = toDate(state.voidedAt)
  invoice.clockMs = state.clockMs
  const issued = events.find((event) => event.type === 'issued')
  if (issued) invoice.issuedAt = new Date(issued.at)
  invoice.updatedAt = new Date()
  await projectLink(em, invoice.id, state)
  await projectAttempts(em, invoice.id, state)
  await projectRefunds(em, invoice.id, state)
}

async function projectLink(em: EntityManager, invoiceId: string, { link }: InvoiceState): Promise<void> {
  if (!link) return
  const { id, state: now } = link
  const expiresAt = new Date(link.expiresAt)
  const row = await em.findOne(PayLinkRow, { id })
  if (row) Object.assign(row, { state: now, expiresAt })
  else {
    // A new link takes the place of the one before it.
    await em.nativeUpdate(PayLinkRow, { invoiceId }, { state: 'revoked' })
    em.create(PayLinkRow, { id, invoiceId, state: now, expiresAt, createdAt: new Date() })
  }
}

async function projectAttempts(em: EntityManager, invoiceId: string, state: InvoiceState): Promise<void> {
  if (state.attempts.length === 0) return
  const rows = await em.find(PaymentAttemptRow, { invoiceId })
  for (const attempt of state.attempts) {
    const row = rows.find((candidate) => candidate.id === attempt.id)
    if (!row || row.state === attempt.state) continue
    row.state = attempt.state
    row.failure = attempt.failure ?? null
    row.updatedAt = new Date()
  }
}

async function projectRefunds(
  em: EntityManager,
  invoiceId: string,
  { refunds }: InvoiceState,
): Promise<void> {
  if (refunds.length === 0) return
  const rows = new Map((await em.find(RefundRow, { invoiceId })).map((row) => [row.id, row]))
  const now = new Date()
  for (const { id, attemptId, amount, state, providerRefundId = null, failure = null } of refunds) {
    const facts = { state, providerRefundId, failure }
    const row = rows.get(id)
    if (!row) {
      const created = { id, invoiceId, attemptId, amount: BigInt(amount), ...facts }
      em.create(RefundRow, { ...created, createdAt: now, updatedAt: now })
    } else if (row.state !== state || row.providerRefundId !== providerRefundId) {
      Object.assign(row, { ...facts, updatedAt: now })
    }
  }
}

function toDate(instant: number | undefined): Date | null {
  return instant === undefined ? null : new Date(instant)
}
