import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MoneyRules } from '../index.ts'
import { createLife } from './life.ts'

const REFUND: MoneyRules = { latePaymentPolicy: 'refund', overpaymentPolicy: 'refund' }

function paid(rules?: MoneyRules) {
  const invoice = createLife(rules)
  invoice.pay('pat_a', 'bank-a')
  invoice.settle('pat_a', 10_000)
  return invoice
}

describe('a credit note', () => {
  it('reduces the amount due, and what is left can be paid in full', () => {
    const invoice = createLife()
    expect(invoice.credit('crn_1', 3000)).toEqual(['credited'])
    expect(invoice.amounts).toMatchObject({ status: 'viewed', due: 7000, credited: 3000 })
    expect(invoice.effects).toContain('credit_note:crn_1')
    invoice.pay('pat_a', 'bank-a', 7000)
    expect(invoice.settle('pat_a', 7000)).toEqual(['payment_settled', 'paid'])
    expect(invoice.amounts).toEqual({ status: 'paid', due: 0, credited: 3000, overpaid: 0, refunded: 0 })
  })

  it('marks a part-paid invoice paid when it covers the rest', () => {
    const invoice = createLife()
    invoice.recordCash('pay_1', 4000)
    expect(invoice.credit('crn_1', 6000)).toEqual(['credited', 'paid'])
    expect(invoice.amounts).toMatchObject({ status: 'paid', due: 0, overpaid: 0 })
  })

  it('voids an unpaid invoice when it covers the whole, and keeps the void for any later payment', () => {
    for (const latePaymentPolicy of ['keep', 'refund'] as const) {
      const invoice = createLife({ latePaymentPolicy, overpaymentPolicy: 'keep' })
      invoice.pay('pat_a', 'bank-a')
      invoice.fail('pat_a')
      invoice.credit('crn_1', 4000)
      expect(invoice.credit('crn_2', 6000)).toEqual(['credited', 'voided'])
      expect(invoice.effects).toContain('credit_note:crn_1')
      expect(invoice.settle('pat_a', 10_000)).toEqual(
        latePaymentPolicy === 'keep'
          ? ['payment_settled', 'overpayment_recorded']
          : ['payment_settled', 'overpayment_recorded', 'refund_requested'],
      )
      expect(invoice.amounts).toMatchObject({ status: 'void', due: 0, credited: 10_000 })
    }
  })

  it('makes what was paid beyond the new sum an overpayment, kept or refunded by the rule', () => {
    const kept = paid()
    expect(kept.credit('crn_1', 4000)).toEqual(['credited'])
    expect(kept.amounts).toMatchObject({ status: 'paid', overpaid: 4000 })
    const refunded = paid(REFUND)
    expect(refunded.credit('crn_1', 4000)).toEqual(['credited', 'refund_requested'])
    expect(refunded.amounts).toMatchObject({ status: 'paid', overpaid: 0 })
    expect(refunded.failRefund('ref_1')).toEqual(['refund_failed'])
    expect(refunded.amounts).toMatchObject({ status: 'paid', overpaid: 4000 })
    const partPaid = createLife(REFUND)
    partPaid.recordCash('pay_1', 3000)
    expect(partPaid.credit('crn_1', 10_000)).toEqual(['credited', 'voided'])
    expect(partPaid.amounts).toMatchObject({ status: 'void', due: 0, overpaid: 3000 })
  })

  it('is refused when the invoice has a hundred', () => {
    const invoice = paid()
    for (let nth = 1; nth <= 100; nth += 1) invoice.credit(`crn_${nth}`, 1)
    expect(() => invoice.credit('crn_101', 1)).toThrow('too_many_credit_notes')
  })

  it('refunds nothing by itself when its actor may not refund', () => {
    const invoice = paid(REFUND)
    expect(invoice.credit('crn_1', 4000, { keepsOverpayment: true })).toEqual(['credited'])
    expect(invoice.amounts).toMatchObject({ status: 'paid', overpaid: 4000, refunded: 0 })
  })

  it('never leaves less due than a payment in flight', () => {
    const invoice = createLife(undefined, { deposit: 3000 })
    expect(invoice.requested).toBe(3000)
    invoice.pay('pat_a', 'bank-a')
    expect(() => invoice.credit('crn_1', 7001)).toThrow('payment_in_progress')
    expect(invoice.credit('crn_1', 7000)).toEqual(['credited'])
    expect(() => invoice.credit('crn_2', 1)).toThrow('payment_in_progress')
    expect(invoice.settle('pat_a', 3000)).toEqual(['payment_settled', 'paid'])
  })

  it('has one outcome in a race with a payment: the second of both is refused', () => {
    const first = createLife()
    first.credit('crn_1', 3000)
    expect(() => first.pay('pat_a', 'bank-a', 10_000)).toThrow('amount_changed')
    const second = createLife()
    second.pay('pat_a', 'bank-a', 10_000)
    expect(() => second.credit('crn_1', 3000)).toThrow('payment_in_progress')
  })

  it('leaves the deposit to be paid first, but never more than the new sum', () => {
    const invoice = createLife(undefined, { deposit: 3000 })
    invoice.credit('crn_1', 6000)
    expect(invoice.requested).toBe(3000)
    invoice.credit('crn_2', 2000)
    expect(invoice.requested).toBe(2000)
    const begun = createLife(undefined, { deposit: 3000 })
    begun.recordCash('pay_1', 3000)
    begun.credit('crn_1', 2000)
    expect(begun.requested).toBe(5000)
  })

  it('covers a refund that was made before without one, and frees the money if the refund fails', () => {
    const invoice = paid(REFUND)
    invoice.refund('ref_1', 4000)
    expect(invoice.credit('crn_1', 4000)).toEqual(['credited'])
    expect(invoice.amounts).toMatchObject({ status: 'paid', overpaid: 0 })
    expect(invoice.credit('crn_2', 1000)).toEqual(['credited', 'refund_requested'])
    expect(invoice.failRefund('ref_1')).toEqual(['refund_failed'])
    expect(invoice.amounts).toMatchObject({ status: 'paid', overpaid: 4000 })
  })

  it('asks again for the new sum alone after the payment was reversed', () => {
    const invoice = paid(REFUND)
    invoice.credit('crn_1', 4000)
    expect(invoice.fail('pat_a')).toEqual(['payment_reversed'])
    invoice.undo('pat_a')
    // The refund of 4,000 went to a customer whose payment did not arrive.
    expect(invoice.amounts).toMatchObject({ status: 'viewed', due: 10_000, overpaid: 0 })
  })
})

describe('a refund with a credit note', () => {
  it('credits and refunds the same money once under each rule for overpayments', () => {
    for (const invoice of [paid(), paid(REFUND)]) {
      expect(invoice.refund('ref_1', 4000, 'crn_1')).toEqual(['credited', 'refund_requested'])
      expect(invoice.amounts).toMatchObject({ status: 'paid', credited: 4000, overpaid: 0 })
      invoice.executeRefund('ref_1')
      expect(invoice.amounts).toMatchObject({ refunded: 4000, overpaid: 0 })
    }
  })

  it('credits only what the overpayment does not cover', () => {
    const invoice = paid()
    invoice.credit('crn_1', 1000)
    expect(() => invoice.refund('ref_1', 1000, 'crn_2')).toThrow('nothing_to_credit')
    invoice.refund('ref_1', 3000, 'crn_2')
    expect(invoice.amounts).toMatchObject({ credited: 3000, overpaid: 0 })
  })

  it('leaves the amount due of an open invoice as it is', () => {
    const invoice = createLife()
    invoice.pay('pat_a', 'bank-a')
    invoice.settle('pat_a', 3000)
    invoice.refund('ref_1', 3000, 'crn_1')
    expect(invoice.amounts).toMatchObject({ status: 'viewed', due: 7000, credited: 3000, overpaid: 0 })
  })
})

describe('a void with a credit note', () => {
  it('credits what earlier credit notes left', () => {
    const invoice = createLife()
    invoice.credit('crn_1', 3000)
    expect(invoice.void('crn_2')).toEqual(['voided', 'credited'])
    expect(invoice.amounts).toMatchObject({ status: 'void', due: 0, credited: 10_000 })
  })

  it('waits for the payment at the bank, and is not made if its money arrives', () => {
    const failed = createLife()
    failed.pay('pat_a', 'bank-a')
    expect(failed.void('crn_1')).toEqual(['void_requested'])
    expect(() => failed.credit('crn_2', 1000)).toThrow('void_requested')
    expect(failed.fail('pat_a')).toEqual(['payment_failed', 'voided', 'credited'])
    expect(failed.amounts).toMatchObject({ status: 'void', credited: 10_000 })
    const arrived = createLife()
    arrived.pay('pat_a', 'bank-a')
    arrived.void('crn_1')
    expect(arrived.settle('pat_a', 10_000)).toEqual(['void_cancelled', 'payment_settled', 'paid'])
    expect(arrived.amounts).toMatchObject({ status: 'paid', credited: 0 })
  })
})

it('keeps the sum of credit notes, payments and refunds equal to the invoice in random lives', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('credit' as const), amount: fc.integer({ min: 1, max: 10_000 }) }),
    fc.record({ do: fc.constant('cash' as const), amount: fc.integer({ min: 1, max: 10_000 }) }),
    fc.record({ do: fc.constant('refund' as const), amount: fc.integer({ min: 1, max: 10_000 }) }),
    fc.record({ do: fc.constant('refund_and_credit' as const), amount: fc.integer({ min: 1, max: 10_000 }) }),
    fc.record({ do: fc.constant('void' as const), amount: fc.constant(0) }),
  )
  const rules = fc.record({
    latePaymentPolicy: fc.constantFrom('keep' as const, 'refund' as const),
    overpaymentPolicy: fc.constantFrom('keep' as const, 'refund' as const),
  })
  fc.assert(
    fc.property(rules, fc.array(step, { maxLength: 12 }), (given, steps) => {
      const invoice = createLife(given)
      invoice.pay('pat_a', 'bank-a')
      let refunded = 0
      let received = 0
      const tried = (take: () => unknown) => {
        try {
          take()
          return true
        } catch {
          return false
        }
      }
      steps.forEach(({ do: what, amount }, nth) => {
        if (nth === 4 && tried(() => invoice.settle('pat_a', 10_000))) received += 10_000
        if (what === 'credit') tried(() => invoice.credit(`crn_${nth}`, amount))
        if (what === 'cash' && tried(() => invoice.recordCash(`pay_${nth}`, amount))) received += amount
        if (what === 'refund') tried(() => invoice.refund(`ref_x${nth}`, amount))
        if (what === 'refund_and_credit') tried(() => invoice.refund(`ref_x${nth}`, amount, `crn_x${nth}`))
        if (what === 'void') tried(() => invoice.void(`crn_v${nth}`))
        const { credited, due, overpaid, status } = invoice.amounts
        refunded = invoice.refundedOrPending
        expect(credited).toBeLessThanOrEqual(10_000)
        if (status === 'void') expect(overpaid).toBe(received - refunded)
        else if (status !== 'paid') expect(due - overpaid).toBe(10_000 - credited - received + refunded)
        else expect(overpaid).toBeGreaterThanOrEqual(credited + received - refunded - 10_000)
      })
    }),
  )
})
