import { deliveryOf, type InvoiceEvent, type InvoiceState } from '../../domain/invoice/index.ts'
import { moneyEntries, NO_MONEY } from './money-entries.ts'

export function toReadModel(state: InvoiceState, log: readonly InvoiceEvent[]) {
  const money = moneyEntries(state, log)
  return {
    status: state.status,
    amountDue: state.amountDue,
    amountPaid: state.amountPaid,
    amountRefunded: state.amountRefunded,
    amountCredited: state.amountCredited,
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
    voidReason: state.voidReason ?? null,
    testClockOffsetMs: state.testClockOffsetMs,
    decisionCount: state.decisionCount,
    money: money === NO_MONEY ? null : money,
  }
}

function toDate(instant: number | undefined): Date | null {
  return instant === undefined ? null : new Date(instant)
}
