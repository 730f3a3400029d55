import { describe, expect, it } from 'vitest'
import { byRail } from '../../shared/cause.ts'
import type { InvoiceCommand, InvoiceEvent, MoneyRules } from '../index.ts'
import { nextDeadline } from '../deadline.ts'
import { decide } from '../decide/decide.ts'
import { SITUATIONS } from './situations.ts'
import { fold } from '../evolve/evolve.ts'

const AT = Date.UTC(2026, 11, 3)
const BANK = byRail('truelayer')

/** An invoice over 100.00 that is viewed, and what becomes of it step by step. */
function life(rules: MoneyRules = { latePaymentPolicy: 'keep', overpaymentPolicy: 'hold' }) {
  const log = SITUATIONS.viewed.map((event) => (event.type === 'issued' ? { ...event, rules } : event))
  let state = fold(log)
  let commands = 0
  const keys = new Set<string>()
  const take = (command: InvoiceCommand) => {
    const decision = decide(state, command)
    if ('refused' in decision) throw new Error(decision.refused)
    state = fold(decision.events, state)
    // A log takes each key once: what has the key of an earlier fact would be lost.
    for (const { key } of decision.events) {
      if (keys.has(key)) throw new Error(`twice: ${key}`)
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
    /** Which payments are owed a receipt. */
    get receipts() {
      return state.payments.filter(({ receipt }) => receipt === 'pending').map(({ id }) => id)
    },
    pay: (attemptId: string, bankId: string) =>
      take({ type: 'pay', attemptId, rail: 'truelayer', bankId, linkId: 'lnk_1', at: AT }),
    settle: (attemptId: string, amount: `${bigint}`, word?: 'not asked') =>
      take({ ...report(attemptId, word), status: 'settled', amount, currency: 'GBP' }),
    fail: (attemptId: string, word?: 'not asked') =>
      take({ ...report(attemptId, word), status: 'failed', reason: 'canceled' }),
    cash: (paymentId: string, amount: `${bigint}`) =>
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
    refund: (refundId: string, amount: `${bigint}` | 'overpayment') =>
      take({ type: 'refund', ...request(), refundId, amount }),
    refundFails: (refundId: string) =>
      take({ type: 'refund_report', refundId, status: 'failed', reason: 'returned', at: AT, cause: BANK }),
    refundGoes: (refundId: string, word?: 'not asked') => {
      const confirmed = word ? {} : ({ verifiedWithRail: true } as const)
      return take({
        type: 'refund_report',
        refundId,
        status: 'executed',
        ...confirmed,
        at: AT,
        cause: BANK,
      })
    },
    void: () => take({ type: 'void', ...request() }),
    /** What an activity records by itself. */
    beside: (event: InvoiceEvent) => {
      state = fold([event], state)
    },
    /** What comes of the deadline that is due now, if one is. */
    wait: () => {
      const next = nextDeadline(state)
      return next && next.at <= AT ? take({ type: 'deadline', at: AT }) : []
    },
  }
}

/** What the rail says when it is asked in the invoice's turn, unless it was not. */
function report(attemptId: string, word?: 'not asked') {
  const said = { type: 'bank_report', attemptId, providerPaymentId: attemptId, at: AT, cause: BANK } as const
  return word ? said : ({ ...said, verifiedWithRail: true } as const)
}

describe('money that went back', () => {
  it('does not hide money that comes later: what was given up is not what is overpayment', () => {
    const invoice = life()
    invoice.pay('pat_a', 'bank-a')
    invoice.settle('pat_a', '6000')
    invoice.pay('pat_b', 'bank-b')
    invoice.cash('pay_1', '4000')
    invoice.refund('ref_1', '6000')
    expect(invoice.settle('pat_b', '4000')).toEqual(['payment_settled', 'overpayment_recorded'])
    expect(invoice.now).toEqual({ status: 'paid', amountDue: '0', amountOverpaid: '4000' })
  })

  it('as overpayment does not stand in for a payment that is undone, by whatever name it was asked for', () => {
    for (const amount of ['overpayment', '10000'] as const) {
      const invoice = life()
      invoice.pay('pat_a', 'bank-a')
      invoice.cash('pay_1', '10000')
      invoice.settle('pat_a', '10000')
      invoice.refund('ref_1', amount)
      expect(invoice.now).toMatchObject({ status: 'paid', amountOverpaid: '0' })
      invoice.undo('pay_1')
      expect(invoice.now).toEqual({ status: 'viewed', amountDue: '10000', amountOverpaid: '0' })
    }
  })

  it('of a paid invoice is not asked for again, also when it opens again', () => {
    const invoice = life()
    invoice.pay('pat_a', 'bank-a')
    invoice.settle('pat_a', '6000')
    invoice.cash('pay_1', '4000')
    invoice.refund('ref_1', '6000')
    invoice.undo('pay_1')
    expect(invoice.now).toEqual({ status: 'viewed', amountDue: '4000', amountOverpaid: '0' })
  })

  it('of an open one is asked for again, and pays it after all if the refund fails', () => {
    const invoice = life()
    invoice.pay('pat_a', 'bank-a')
    invoice.settle('pat_a', '6000')
    invoice.refund('ref_1', '3000')
    expect(invoice.now).toMatchObject({ amountDue: '7000' })
    invoice.cash('pay_1', '4000')
    expect(invoice.now).toMatchObject({ status: 'viewed', amountDue: '3000' })
    expect(invoice.refundFails('ref_1')).toEqual(['refund_failed', 'paid'])
    expect(invoice.now).toEqual({ status: 'paid', amountDue: '0', amountOverpaid: '0' })
  })

  it('goes after it had failed only by the bank’s word when asked, each time anew', () => {
    const invoice = life()
    invoice.pay('pat_a', 'bank-a')
    invoice.settle('pat_a', '10000')
    invoice.refund('ref_1', '3000')
    for (const time of [1, 2]) {
      expect(invoice.refundFails('ref_1'), `time ${time}`).toEqual(['refund_failed'])
      expect(invoice.refundGoes('ref_1', 'not asked')).toEqual([])
      expect(invoice.refundGoes('ref_1')).toEqual(['refund_executed'])
      expect(invoice.refundGoes('ref_1')).toEqual([])
    }
    // No more than 70.00 is left of what came.
    expect(() => invoice.refund('ref_2', '8000')).toThrow('refund_exceeds_payment')
    expect(invoice.now).toEqual({ status: 'paid', amountDue: '0', amountOverpaid: '0' })
  })

  it('takes the overpayment that an earlier refund left, as its bank sent it back', () => {
    const invoice = life()
    invoice.pay('pat_a', 'bank-a')
    invoice.pay('pat_b', 'bank-b')
    invoice.settle('pat_b', '10000')
    invoice.settle('pat_a', '10000')
    invoice.refund('ref_1', '12000')
    expect(invoice.now).toMatchObject({ amountOverpaid: '0' })
    invoice.refundFails('ref_1')
    expect(invoice.now).toEqual({ status: 'paid', amountDue: '0', amountOverpaid: '8000' })
  })
})

it('a payment that failed has come only by the bank’s word when asked', () => {
  const invoice = life()
  invoice.pay('pat_a', 'bank-a')
  invoice.fail('pat_a')
  expect(invoice.settle('pat_a', '10000', 'not asked')).toEqual([])
  expect(invoice.settle('pat_a', '10000')).toEqual(['payment_settled', 'paid'])
})

describe('a payment that its bank took back', () => {
  const taken = () => {
    const invoice = life({ latePaymentPolicy: 'refund', overpaymentPolicy: 'refund' })
    invoice.pay('pat_a', 'bank-a')
    invoice.settle('pat_a', '10000')
    return invoice
  }

  it('is undone whatever was refunded of it: whoever got that back owes it too', () => {
    const invoice = taken()
    invoice.refund('ref_1', '3000')
    invoice.fail('pat_a')
    expect(invoice.undo('pat_a')).toEqual(['payment_reversal_accepted'])
    // 70.00 is the price by now, and 30.00 were given to someone who had paid nothing.
    expect(invoice.now).toEqual({ status: 'viewed', amountDue: '10000', amountOverpaid: '0' })
    invoice.cash('pay_1', '10000')
    expect(invoice.now).toEqual({ status: 'paid', amountDue: '0', amountOverpaid: '0' })
  })

  it('comes and goes only by the bank’s word when asked, each time anew', () => {
    const invoice = taken()
    for (const time of [1, 2]) {
      expect(invoice.fail('pat_a', 'not asked'), `time ${time}`).toEqual([])
      expect(invoice.fail('pat_a')).toEqual(['payment_reversed'])
      invoice.undo('pat_a')
      expect(invoice.settle('pat_a', '10000', 'not asked')).toEqual([])
      expect(invoice.settle('pat_a', '10000')).toEqual(['payment_reinstated', 'paid'])
      expect(invoice.settle('pat_a', '10000')).toEqual([])
      expect(invoice.now).toEqual({ status: 'paid', amountDue: '0', amountOverpaid: '0' })
    }
  })

  it('is overpayment if another took its place, and goes back by the merchant’s rule', () => {
    const invoice = taken()
    invoice.fail('pat_a')
    invoice.undo('pat_a')
    invoice.cash('pay_1', '10000')
    expect(invoice.settle('pat_a', '10000')).toEqual([
      'payment_reinstated',
      'overpayment_recorded',
      'refund_requested',
    ])
    expect(invoice.now).toEqual({ status: 'paid', amountDue: '0', amountOverpaid: '0' })
  })

  it('only loses its mark if nobody has undone it', () => {
    const invoice = taken()
    invoice.fail('pat_a')
    expect(invoice.settle('pat_a', '10000')).toEqual(['payment_reinstated'])
    expect(invoice.refund('ref_1', '10000')).toEqual(['refund_requested'])
  })
})

describe('what a rail refuses at once, recorded beside the workflow', () => {
  const stamp = { at: AT, cause: BANK, reason: 'provider_error' } as const

  it('pays the invoice, if it was a refund and nothing is due without it', () => {
    const invoice = life()
    invoice.pay('pat_a', 'bank-a')
    invoice.settle('pat_a', '6000')
    invoice.refund('ref_1', '6000')
    invoice.cash('pay_1', '4000')
    invoice.beside({ type: 'refund_failed', key: 'refund_failed:ref_1', ...stamp, refundId: 'ref_1' })
    expect(invoice.now).toMatchObject({ status: 'viewed', amountDue: '0' })
    expect(() => invoice.pay('pat_b', 'bank-b')).toThrow('already_paid')
    expect(invoice.wait()).toEqual(['paid'])
    expect(invoice.now).toEqual({ status: 'paid', amountDue: '0', amountOverpaid: '0' })
    expect(invoice.wait()).toEqual([])
  })

  it('voids the invoice, if it was the payment that this was waiting for', () => {
    const invoice = life()
    invoice.pay('pat_a', 'bank-a')
    expect(invoice.void()).toEqual(['void_requested'])
    invoice.beside({ type: 'payment_failed', key: 'payment_failed:pat_a', ...stamp, attemptId: 'pat_a' })
    expect(invoice.wait()).toEqual(['voided'])
    expect(invoice.now.status).toBe('void')
    expect(invoice.wait()).toEqual([])
  })
})

describe('a receipt', () => {
  it('is owed for overpayment that turns out to pay, once what came before it is undone', () => {
    const invoice = life()
    invoice.pay('pat_a', 'bank-a')
    invoice.cash('pay_1', '10000')
    invoice.settle('pat_a', '10000')
    expect(invoice.receipts).toEqual([])
    invoice.undo('pay_1')
    expect(invoice.now).toMatchObject({ status: 'paid', amountOverpaid: '0' })
    expect(invoice.receipts).toEqual(['pat_a'])
  })

  it('is not owed for what would take the place of money that is only on its way back', () => {
    const invoice = life()
    invoice.pay('pat_a', 'bank-a')
    invoice.pay('pat_b', 'bank-b')
    invoice.cash('pay_1', '1000')
    invoice.settle('pat_b', '10000')
    invoice.settle('pat_a', '10000')
    invoice.refund('ref_1', 'overpayment')
    invoice.undo('pay_1')
    expect(invoice.receipts).toEqual(['pat_b'])
    invoice.refund('ref_2', '1000')
    expect(invoice.receipts).toEqual(['pat_b'])
    invoice.refundFails('ref_2')
    expect(invoice.receipts).toEqual(['pat_b'])
  })

  it('is owed for what pays an amount that was refunded in between', () => {
    const invoice = life()
    invoice.pay('pat_a', 'bank-a')
    invoice.settle('pat_a', '6000')
    invoice.refund('ref_1', '6000')
    invoice.pay('pat_b', 'bank-b')
    invoice.settle('pat_b', '10000')
    expect(invoice.now).toEqual({ status: 'paid', amountDue: '0', amountOverpaid: '0' })
    expect(invoice.receipts).toEqual(['pat_a', 'pat_b'])
  })
})

it('late money opens a void invoice again only if it pays all, whatever was paid and refunded before', () => {
  const invoice = life()
  invoice.pay('pat_a', 'bank-a')
  invoice.settle('pat_a', '6000')
  invoice.refund('ref_1', '6000')
  invoice.pay('pat_b', 'bank-b')
  invoice.pay('pat_c', 'bank-c')
  expect(invoice.void()).toEqual(['void_requested'])
  invoice.fail('pat_c')
  expect(invoice.now).toMatchObject({ status: 'void' })
  expect(invoice.settle('pat_b', '4000')).toEqual(['payment_settled', 'overpayment_recorded'])
  expect(invoice.settle('pat_c', '6000')).toEqual(['void_cancelled', 'payment_settled', 'paid'])
  expect(invoice.now).toEqual({ status: 'paid', amountDue: '0', amountOverpaid: '0' })
})

describe('an invoice that is void, and paid late after all', () => {
  const late = () => {
    const invoice = life({ latePaymentPolicy: 'keep', overpaymentPolicy: 'hold' })
    invoice.pay('pat_a', 'bank-a')
    invoice.void()
    expect(invoice.fail('pat_a')).toEqual(['payment_failed', 'voided'])
    expect(invoice.settle('pat_a', '10000').slice(0, 2)).toEqual(['void_cancelled', 'payment_settled'])
    expect(invoice.now.status).toBe('paid')
    expect(invoice.fail('pat_a')).toEqual(['payment_reversed'])
    invoice.undo('pat_a')
    return invoice
  }

  it('can be void once more when the bank takes the money back', () => {
    const invoice = late()
    expect(invoice.void()).toEqual(['voided'])
    expect(invoice.now.status).toBe('void')
  })

  it('can be void once more by waiting for another bank', () => {
    const invoice = late()
    invoice.pay('pat_b', 'bank-b')
    expect(invoice.void()).toEqual(['void_requested'])
    expect(invoice.fail('pat_b')).toEqual(['payment_failed', 'voided'])
    expect(invoice.now.status).toBe('void')
  })
})
