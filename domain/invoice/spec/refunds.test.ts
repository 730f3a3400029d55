import { describe, expect, it } from 'vitest'
import { MAX_AMOUNT } from '../../shared/money.ts'
import { AT, BANK, createLife } from './life.ts'

describe('refunded money', () => {
  it('records a later payment as overpayment in full after a refund of a paid invoice', () => {
    const invoice = createLife()
    invoice.pay('pat_a', 'bank-a')
    invoice.settle('pat_a', 6000)
    invoice.pay('pat_b', 'bank-b')
    invoice.recordCash('pay_1', 4000)
    invoice.refund('ref_1', 6000)
    expect(invoice.settle('pat_b', 4000)).toEqual(['payment_settled', 'overpayment_recorded'])
    expect(invoice.now).toEqual({ status: 'paid', amountDue: 0, amountOverpaid: 4000 })
  })

  it('makes the amount due again when the payment that remains after an overpayment refund is removed', () => {
    for (const amount of ['overpayment', 10_000] as const) {
      const invoice = createLife()
      invoice.pay('pat_a', 'bank-a')
      invoice.recordCash('pay_1', 10_000)
      invoice.settle('pat_a', 10_000)
      invoice.refund('ref_1', amount)
      expect(invoice.now).toMatchObject({ status: 'paid', amountOverpaid: 0 })
      invoice.undo('pay_1')
      expect(invoice.now).toEqual({ status: 'viewed', amountDue: 10_000, amountOverpaid: 0 })
    }
  })

  it('does not make a write-off due again when the paid invoice reopens', () => {
    const invoice = createLife()
    invoice.pay('pat_a', 'bank-a')
    invoice.settle('pat_a', 6000)
    invoice.recordCash('pay_1', 4000)
    invoice.refund('ref_1', 6000)
    invoice.undo('pay_1')
    expect(invoice.now).toEqual({ status: 'viewed', amountDue: 4000, amountOverpaid: 0 })
  })

  it('makes a refund of an open invoice due again, and marks the invoice paid if the refund fails', () => {
    const invoice = createLife()
    invoice.pay('pat_a', 'bank-a')
    invoice.settle('pat_a', 6000)
    invoice.refund('ref_1', 3000)
    expect(invoice.now).toMatchObject({ amountDue: 7000 })
    invoice.recordCash('pay_1', 4000)
    expect(invoice.now).toMatchObject({ status: 'viewed', amountDue: 3000 })
    expect(invoice.failRefund('ref_1')).toEqual(['refund_failed', 'paid'])
    expect(invoice.now).toEqual({ status: 'paid', amountDue: 0, amountOverpaid: 0 })
  })

  it('executes a failed refund only if the rail confirms it, in each round', () => {
    const invoice = createLife()
    invoice.pay('pat_a', 'bank-a')
    invoice.settle('pat_a', 10_000)
    invoice.refund('ref_1', 3000)
    for (const round of [1, 2]) {
      expect(invoice.failRefund('ref_1'), `round ${round}`).toEqual(['refund_failed'])
      expect(invoice.executeRefund('ref_1', 'unconfirmed')).toEqual([])
      expect(invoice.executeRefund('ref_1')).toEqual(['refund_executed'])
      expect(invoice.executeRefund('ref_1')).toEqual([])
    }
    expect(() => invoice.refund('ref_2', 8000)).toThrow('refund_exceeds_payment')
    expect(invoice.now).toEqual({ status: 'paid', amountDue: 0, amountOverpaid: 0 })
  })

  it('gives the overpayment of a failed refund back', () => {
    const invoice = createLife()
    invoice.pay('pat_a', 'bank-a')
    invoice.pay('pat_b', 'bank-b')
    invoice.settle('pat_b', 10_000)
    invoice.settle('pat_a', 10_000)
    invoice.refund('ref_1', 12_000)
    expect(invoice.now).toMatchObject({ amountOverpaid: 0 })
    invoice.failRefund('ref_1')
    expect(invoice.now).toEqual({ status: 'paid', amountDue: 0, amountOverpaid: 8000 })
  })
})

it('refuses a manual payment that would make the sum inexact', () => {
  const invoice = createLife()
  invoice.recordCash('pay_1', 6000)
  expect(() => invoice.recordCash('pay_2', MAX_AMOUNT - 5999)).toThrow('payment_too_large')
  invoice.recordCash('pay_3', MAX_AMOUNT - 6000)
  expect(invoice.now).toEqual({ status: 'paid', amountDue: 0, amountOverpaid: MAX_AMOUNT - 10_000 })
})

it('counts a failed payment as settled only if the rail confirms it', () => {
  const invoice = createLife()
  invoice.pay('pat_a', 'bank-a')
  invoice.fail('pat_a')
  expect(invoice.settle('pat_a', 10_000, 'unconfirmed')).toEqual([])
  expect(invoice.settle('pat_a', 10_000)).toEqual(['payment_settled', 'paid'])
})

describe('a reversed payment', () => {
  const settled = () => {
    const invoice = createLife({ latePaymentPolicy: 'refund', overpaymentPolicy: 'refund' })
    invoice.pay('pat_a', 'bank-a')
    invoice.settle('pat_a', 10_000)
    return invoice
  }

  it('makes the whole amount due when a partly refunded payment is reversed', () => {
    const invoice = settled()
    invoice.refund('ref_1', 3000)
    invoice.fail('pat_a')
    expect(invoice.undo('pat_a')).toEqual(['payment_reversal_accepted'])
    expect(invoice.now).toEqual({ status: 'viewed', amountDue: 10_000, amountOverpaid: 0 })
    invoice.recordCash('pay_1', 10_000)
    expect(invoice.now).toEqual({ status: 'paid', amountDue: 0, amountOverpaid: 0 })
  })

  it('reverses and reinstates a payment only if the rail confirms it, in each round', () => {
    const invoice = settled()
    for (const round of [1, 2]) {
      expect(invoice.fail('pat_a', 'unconfirmed'), `round ${round}`).toEqual([])
      expect(invoice.fail('pat_a')).toEqual(['payment_reversed'])
      invoice.undo('pat_a')
      expect(invoice.settle('pat_a', 10_000, 'unconfirmed')).toEqual([])
      expect(invoice.settle('pat_a', 10_000)).toEqual(['payment_reinstated', 'paid'])
      expect(invoice.settle('pat_a', 10_000)).toEqual([])
      expect(invoice.now).toEqual({ status: 'paid', amountDue: 0, amountOverpaid: 0 })
    }
  })

  it('refunds a reinstated payment as overpayment if another payment replaced it', () => {
    const invoice = settled()
    invoice.fail('pat_a')
    invoice.undo('pat_a')
    invoice.recordCash('pay_1', 10_000)
    expect(invoice.settle('pat_a', 10_000)).toEqual([
      'payment_reinstated',
      'overpayment_recorded',
      'refund_requested',
    ])
    expect(invoice.now).toEqual({ status: 'paid', amountDue: 0, amountOverpaid: 0 })
  })

  it('allows a refund of a payment that was reversed and reinstated', () => {
    const invoice = settled()
    invoice.fail('pat_a')
    expect(invoice.settle('pat_a', 10_000)).toEqual(['payment_reinstated'])
    expect(invoice.refund('ref_1', 10_000)).toEqual(['refund_requested'])
  })
})

describe('a failure that an activity records concurrently', () => {
  const facts = { at: AT, cause: BANK, reason: 'provider_error' } as const

  it('marks the invoice paid at the next deadline after a concurrent refund failure', () => {
    const invoice = createLife()
    invoice.pay('pat_a', 'bank-a')
    invoice.settle('pat_a', 6000)
    invoice.refund('ref_1', 6000)
    invoice.recordCash('pay_1', 4000)
    invoice.concurrently({ type: 'refund_failed', key: 'refund_failed:ref_1', ...facts, refundId: 'ref_1' })
    expect(invoice.now).toMatchObject({ status: 'viewed', amountDue: 0 })
    expect(() => invoice.pay('pat_b', 'bank-b')).toThrow('already_paid')
    expect(invoice.reachDeadline()).toEqual(['paid'])
    expect(invoice.now).toEqual({ status: 'paid', amountDue: 0, amountOverpaid: 0 })
    expect(invoice.reachDeadline()).toEqual([])
  })

  it('voids the invoice at the next deadline after a concurrent failure of its last payment', () => {
    const invoice = createLife()
    invoice.pay('pat_a', 'bank-a')
    expect(invoice.void()).toEqual(['void_requested'])
    invoice.concurrently({
      type: 'payment_failed',
      key: 'payment_failed:pat_a',
      ...facts,
      attemptId: 'pat_a',
    })
    expect(invoice.reachDeadline()).toEqual(['voided'])
    expect(invoice.now.status).toBe('void')
    expect(invoice.reachDeadline()).toEqual([])
  })
})

describe('a receipt', () => {
  it('makes a receipt pending for an overpayment that pays the invoice after a removal', () => {
    const invoice = createLife()
    invoice.pay('pat_a', 'bank-a')
    invoice.recordCash('pay_1', 10_000)
    invoice.settle('pat_a', 10_000)
    expect(invoice.receipts).toEqual([])
    invoice.undo('pay_1')
    expect(invoice.now).toMatchObject({ status: 'paid', amountOverpaid: 0 })
    expect(invoice.receipts).toEqual(['pat_a'])
  })

  it('makes no receipt pending for money that only replaces a refund in progress', () => {
    const invoice = createLife()
    invoice.pay('pat_a', 'bank-a')
    invoice.pay('pat_b', 'bank-b')
    invoice.recordCash('pay_1', 1000)
    invoice.settle('pat_b', 10_000)
    invoice.settle('pat_a', 10_000)
    invoice.refund('ref_1', 'overpayment')
    invoice.undo('pay_1')
    expect(invoice.receipts).toEqual(['pat_b'])
    invoice.refund('ref_2', 1000)
    expect(invoice.receipts).toEqual(['pat_b'])
    invoice.failRefund('ref_2')
    expect(invoice.receipts).toEqual(['pat_b'])
  })

  it('makes a receipt pending for a payment that replaces a refunded one', () => {
    const invoice = createLife()
    invoice.pay('pat_a', 'bank-a')
    invoice.settle('pat_a', 6000)
    invoice.refund('ref_1', 6000)
    invoice.pay('pat_b', 'bank-b')
    invoice.settle('pat_b', 10_000)
    expect(invoice.now).toEqual({ status: 'paid', amountDue: 0, amountOverpaid: 0 })
    expect(invoice.receipts).toEqual(['pat_a', 'pat_b'])
  })
})

it('cancels a void for a late payment only if the invoice is then paid in full', () => {
  const invoice = createLife()
  invoice.pay('pat_a', 'bank-a')
  invoice.settle('pat_a', 6000)
  invoice.refund('ref_1', 6000)
  invoice.pay('pat_b', 'bank-b')
  invoice.pay('pat_c', 'bank-c')
  expect(invoice.void()).toEqual(['void_requested'])
  invoice.fail('pat_c')
  expect(invoice.now).toMatchObject({ status: 'void' })
  expect(invoice.settle('pat_b', 4000)).toEqual(['payment_settled', 'overpayment_recorded'])
  expect(invoice.settle('pat_c', 6000)).toEqual(['void_cancelled', 'payment_settled', 'paid'])
  expect(invoice.now).toEqual({ status: 'paid', amountDue: 0, amountOverpaid: 0 })
})

describe('a void invoice that received a late payment', () => {
  const late = () => {
    const invoice = createLife({ latePaymentPolicy: 'keep', overpaymentPolicy: 'keep' })
    invoice.pay('pat_a', 'bank-a')
    invoice.void()
    expect(invoice.fail('pat_a')).toEqual(['payment_failed', 'voided'])
    expect(invoice.settle('pat_a', 10_000).slice(0, 2)).toEqual(['void_cancelled', 'payment_settled'])
    expect(invoice.now.status).toBe('paid')
    expect(invoice.fail('pat_a')).toEqual(['payment_reversed'])
    invoice.undo('pat_a')
    return invoice
  }

  it('voids an invoice again after its late payment was reversed', () => {
    const invoice = late()
    expect(invoice.void()).toEqual(['voided'])
    expect(invoice.now.status).toBe('void')
  })

  it('voids an invoice again after the failure of another payment', () => {
    const invoice = late()
    invoice.pay('pat_b', 'bank-b')
    expect(invoice.void()).toEqual(['void_requested'])
    expect(invoice.fail('pat_b')).toEqual(['payment_failed', 'voided'])
    expect(invoice.now.status).toBe('void')
  })
})
