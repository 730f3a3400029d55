import { deliveryOf, type InvoiceEvent, type InvoiceState } from '../../domain/invoice/index.ts'
import { type InvoiceRow, PaymentAttemptRow, PayLinkRow, RefundRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'

export interface Change {
  /** Is the state that the rows already show, without the new events. */
  before: InvoiceState
  state: InvoiceState
  events: InvoiceEvent[]
}

export async function updateReadModel(em: EntityManager, invoice: InvoiceRow, change: Change): Promise<void> {
  const { before, state, events } = change
  Object.assign(invoice, toReadModel(state), { updatedAt: new Date() })
  const issued = events.find((event) => event.type === 'issued')
  if (issued) invoice.issuedAt = new Date(issued.at)
  await updateLink(em, invoice.id, change)
  await updateAttempts(em, change)
  if (state.refunds !== before.refunds) await updateRefunds(em, invoice.id, state)
}

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

async function updateLink(em: EntityManager, invoiceId: string, { before, state }: Change): Promise<void> {
  if (!state.link) return
  const { id, status, expiresAt: at } = state.link
  const expiresAt = new Date(at)
  if (before.link?.id !== id) {
    // An invoice has at most one link that is not revoked.
    if (before.link) await em.nativeUpdate(PayLinkRow, { invoiceId }, { status: 'revoked' })
    em.create(PayLinkRow, { id, invoiceId, status, expiresAt, createdAt: new Date() })
  } else if (before.link.status !== status || before.link.expiresAt !== at) {
    await em.nativeUpdate(PayLinkRow, { id }, { status, expiresAt })
  }
}

/** Skips `started`, because the creator of the attempt's row has stored the status. */
async function updateAttempts(em: EntityManager, { before, state }: Change): Promise<void> {
  const known = new Map(before.attempts.map(({ id, status }) => [id, status]))
  for (const { id, status, failure = null } of state.attempts) {
    if (status === (known.get(id) ?? 'started')) continue
    await em.nativeUpdate(PaymentAttemptRow, { id }, { status, failure, updatedAt: new Date() })
  }
}

async function updateRefunds(em: EntityManager, invoiceId: string, { refunds }: InvoiceState): Promise<void> {
  if (refunds.length === 0) return
  const rows = new Map((await em.find(RefundRow, { invoiceId })).map((row) => [row.id, row]))
  const now = new Date()
  for (const { id, attemptId, amount, status, failure = null, ...refund } of refunds) {
    // A manual refund has no attempt and no row.
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
