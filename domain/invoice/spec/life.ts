import { byRail } from '../../shared/cause.ts'
import { nextDeadline } from '../deadline.ts'
import { decide } from '../decide/decide.ts'
import { amountRequested, refundPending } from '../evolve/balance.ts'
import { fold } from '../evolve/evolve.ts'
import type { InvoiceCommand, InvoiceEvent, MoneyRules } from '../index.ts'
import { pendingEffects } from '../pending-effects.ts'
import { SITUATIONS } from './situations.ts'

export const AT = Date.UTC(2026, 11, 3)
export const BANK = byRail('truelayer')

export function createLife(
  rules: MoneyRules = { latePaymentPolicy: 'keep', overpaymentPolicy: 'keep' },
  facts: { deposit?: number } = {},
) {
  const log = SITUATIONS.viewed.map((event) =>
    event.type === 'issued' ? { ...event, rules, ...facts } : event,
  )
  let state = fold(log)
  let commands = 0
  const keys = new Set<string>()
  const take = (command: InvoiceCommand) => {
    const decision = decide(state, command)
    if ('refused' in decision) throw new Error(decision.refused)
    state = fold(decision.events, state)
    for (const { key } of decision.events) {
      if (keys.has(key)) throw new Error(`repeated key: ${key}`)
      keys.add(key)
    }
    return decision.events.map(({ type }) => type)
  }
  const request = () => ({ commandId: `cmd_${(commands += 1)}`, actor: { type: 'api_key' }, at: AT }) as const
  return {
    get now() {
      const { status, amountDue, amountOverpaid } = state
      return { status, amountDue, amountOverpaid }
    },
    get amounts() {
      const { status, amountDue, amountCredited, amountOverpaid, amountRefunded } = state
      return {
        status,
        due: amountDue,
        credited: amountCredited,
        overpaid: amountOverpaid,
        refunded: amountRefunded,
      }
    },
    get refundedOrPending() {
      return state.amountRefunded + refundPending(state)
    },
    get requested() {
      return amountRequested(state)
    },
    get effects() {
      return pendingEffects(state, AT).map(({ key }) => key)
    },
    get receipts() {
      return state.payments.filter(({ receipt }) => receipt === 'pending').map(({ id }) => id)
    },
    pay: (attemptId: string, bankId: string, amount?: number) => {
      const seen = amount === undefined ? {} : { amount }
      return take({ type: 'pay', attemptId, rail: 'truelayer', bankId, linkId: 'lnk_1', ...seen, at: AT })
    },
    settle: (attemptId: string, amount: number, report?: 'unconfirmed') =>
      take({ ...reportOf(attemptId, report), status: 'settled', amount, currency: 'GBP' }),
    fail: (attemptId: string, report?: 'unconfirmed') =>
      take({ ...reportOf(attemptId, report), status: 'failed', reason: 'canceled' }),
    recordCash: (paymentId: string, amount: number) =>
      take({
        type: 'record_payment',
        ...request(),
        paymentId,
        amount,
        method: 'cash',
        paidOn: '2026-12-03',
        receipt: false,
      }),
    undo: (paymentId: string) => take({ type: 'undo_payment', ...request(), paymentId }),
    refund: (refundId: string, amount: number | 'overpayment', creditNoteId?: string) => {
      const credit = creditNoteId === undefined ? {} : { creditNoteId }
      return take({ type: 'refund', ...request(), refundId, amount, ...credit })
    },
    credit: (creditNoteId: string, amount: number, rights: { keepsOverpayment?: true } = {}) =>
      take({ type: 'credit', ...request(), creditNoteId, amount, ...rights }),
    failRefund: (refundId: string) =>
      take({ type: 'refund_report', refundId, status: 'failed', reason: 'returned', at: AT, cause: BANK }),
    executeRefund: (refundId: string, report?: 'unconfirmed') => {
      const confirmed = report ? {} : ({ confirmedByRail: true } as const)
      return take({
        type: 'refund_report',
        refundId,
        status: 'executed',
        ...confirmed,
        at: AT,
        cause: BANK,
      })
    },
    void: (creditNoteId?: string) =>
      take({ type: 'void', ...request(), ...(creditNoteId === undefined ? {} : { creditNoteId }) }),
    concurrently: (event: InvoiceEvent) => {
      state = fold([event], state)
    },
    reachDeadline: () => {
      const next = nextDeadline(state)
      return next && next.at <= AT ? take({ type: 'deadline', at: AT }) : []
    },
  }
}

function reportOf(attemptId: string, report?: 'unconfirmed') {
  const said = {
    type: 'payment_report',
    attemptId,
    providerPaymentId: attemptId,
    at: AT,
    cause: BANK,
  } as const
  return report ? said : ({ ...said, confirmedByRail: true } as const)
}
