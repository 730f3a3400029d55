import { deliveryOf, type InvoiceEvent, type InvoiceState } from '../domain/invoice/index.ts'
import { type InvoiceRow, PaymentAttemptRow, PayLinkRow } from './entities/index.ts'
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
  invoice.delivery = deliveryOf(state)
  invoice.receipt = state.receipt
  invoice.number = state.number ?? invoice.number ?? null
  invoice.linkId = state.link?.id ?? null
  invoice.overdueAt = toDate(state.overdueAt)
  invoice.viewedAt = toDate(state.viewedAt)
  invoice.paidAt = toDate(state.paidAt)
  const issued = events.find((event) => event.type === 'issued')
  if (issued) invoice.issuedAt = new Date(issued.at)
  invoice.updatedAt = new Date()
  await projectLink(em, invoice.id, state)
  await projectAttempts(em, invoice.id, state)
}

async function projectLink(em: EntityManager, invoiceId: string, { link }: InvoiceState): Promise<void> {
  if (!link) return
  const row = await em.findOne(PayLinkRow, { id: link.id })
  if (row) row.state = link.state
  else {
    const expiresAt = new Date(link.expiresAt)
    em.create(PayLinkRow, { id: link.id, invoiceId, state: link.state, expiresAt, createdAt: new Date() })
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

function toDate(instant: number | undefined): Date | null {
  return instant === undefined ? null : new Date(instant)
}
