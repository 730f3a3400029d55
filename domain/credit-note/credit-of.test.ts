import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { totalsOf } from '../tax/totals.ts'
import { groupKey } from '../tax/category.ts'
import type { InvoiceLine, Priced } from '../tax/types.ts'
import { creditBasis } from './basis.ts'
import { type CreditOutcome, creditOf } from './credit-of.ts'
import type { CreditBasis, CreditNoteContent, WantedCredit } from './types.ts'

const WORDS = { reduction: 'Price reduction', adjustment: 'Discounts' }
const LINES: InvoiceLine[] = [
  { description: 'Chairs', quantity: '3', unitAmount: '1050', taxRate: '20' },
  { description: 'Books', quantity: '2.5', unitAmount: '399', taxRate: '5' },
  { description: 'Returned deposit', quantity: '-1', unitAmount: '100', taxRate: '20' },
]
const BASIS = basisOf({ lines: LINES, pricesIncludeTax: false, taxRounding: 'group' })

function noteOf(outcome: CreditOutcome): CreditNoteContent {
  if ('refused' in outcome) throw new Error(outcome.refused)
  return outcome
}

const credit = (wanted: WantedCredit, earlier: CreditNoteContent[] = [], basis: CreditBasis = BASIS) =>
  noteOf(creditOf(basis, earlier, wanted, WORDS))

const anyLine = fc.record({
  description: fc.constant('x'),
  quantity: fc.integer({ min: 1, max: 5_000 }).map((hundredths) => String(hundredths / 100)),
  unitAmount: fc.integer({ min: 1, max: 100_000 }).map(String),
  taxRate: fc.constantFrom('20', '5', '5.5', '0'),
})

const anyInvoice: fc.Arbitrary<Priced> = fc.record({
  lines: fc.array(anyLine, { minLength: 1, maxLength: 6 }),
  pricesIncludeTax: fc.boolean(),
  taxRounding: fc.constantFrom('group', 'line'),
  discounts: fc.constantFrom(undefined, [{ percent: '7.5' }], [{ amount: 3 }]),
})

describe('a credit note', () => {
  it('credits a part of a line with the tax of its rate', () => {
    const { lines, groups, ...sums } = credit({ lines: [{ line: 0, quantity: '2' }] })
    expect(lines).toMatchObject([{ description: 'Chairs', quantity: '2', amount: 2_100, line: 0 }])
    expect(groups).toMatchObject([{ taxRate: '20', net: 2_100, tax: 420 }])
    expect(sums).toEqual({ net: 2_100, tax: 420, amount: 2_520 })
  })

  it('takes an amount with tax off a rate', () => {
    const { lines, groups } = credit({ amounts: [{ group: 'standard 20', amount: 1_000 }] })
    expect(lines).toMatchObject([{ description: WORDS.reduction, quantity: '1', amount: 833 }])
    expect(groups).toMatchObject([{ taxRate: '20', net: 833, tax: 167 }])
  })

  it('splits an amount over the rates, and credits the whole as it was invoiced', () => {
    const split = credit({ amount: 1_000 })
    expect(split).toMatchObject({ amount: 1_000, groups: [{ taxRate: '20' }, { taxRate: '5' }] })
    const whole = credit({ rest: true })
    expect(whole.lines.map(({ quantity, amount }) => [quantity, amount])).toEqual([
      ['3', 3_150],
      ['-1', -100],
      ['2.5', 998],
    ])
  })

  it('states its share of a discount of the whole invoice as a line, so that its lines add up', () => {
    const discounted: Priced = {
      lines: LINES.slice(0, 2),
      discounts: [{ percent: '10' }],
      pricesIncludeTax: false,
      taxRounding: 'group',
    }
    const { lines, groups } = credit({ lines: [{ line: 0, quantity: '2' }] }, [], basisOf(discounted))
    expect(
      lines.map(({ description, quantity, unitAmount, amount }) => [
        description,
        quantity,
        unitAmount,
        amount,
      ]),
    ).toEqual([
      ['Chairs', '2', '1050', 2_100],
      [WORDS.adjustment, '-1', '210', -210],
    ])
    expect(groups).toMatchObject([{ taxRate: '20', net: 1_890, tax: 378 }])
  })

  it('takes the tax out of prices that include it, and gives the last credit note the rest', () => {
    const lines = [{ description: 'Tickets', quantity: '3', unitAmount: '999', taxRate: '20' }]
    const basis = basisOf({ lines, pricesIncludeTax: true, taxRounding: 'group' })
    const notes: CreditNoteContent[] = []
    for (const _ of lines.concat(lines, lines)) {
      notes.push(credit({ lines: [{ line: 0, quantity: '1' }] }, notes, basis))
    }
    expect(notes.map(({ net, tax, amount }) => [net, tax, amount])).toEqual([
      [832, 167, 999],
      [832, 167, 999],
      [833, 166, 999],
    ])
  })

  it('refuses more than is left of a line, of a rate and of the invoice', () => {
    const refusal = (wanted: WantedCredit, earlier: CreditNoteContent[] = []) =>
      creditOf(BASIS, earlier, wanted, WORDS)
    const two = credit({ lines: [{ line: 0, quantity: '2' }] })
    const exceeds = { refused: 'credit_exceeds_invoice' }
    expect(refusal({ lines: [{ line: 0, quantity: '1.1' }] }, [two])).toEqual({ ...exceeds, index: 0 })
    expect(refusal({ lines: [{ line: 0, quantity: '-1' }] })).toEqual({ ...exceeds, index: 0 })
    expect(
      refusal({ lines: [{ line: 0 }] }, [credit({ amounts: [{ group: 'standard 20', amount: 1_000 }] })]),
    ).toEqual(exceeds)
    expect(refusal({ amounts: [{ group: 'standard 20', amount: 3_661 }] })).toEqual({ ...exceeds, index: 0 })
    expect(refusal({ amount: 99_999 })).toEqual(exceeds)
    expect(refusal({ lines: [{ line: 7 }] })).toEqual({ refused: 'unknown_line', index: 0 })
    expect(refusal({ lines: [{ line: 2 }] })).toEqual({ refused: 'nothing_to_credit' })
    expect(refusal({ rest: true }, [credit({ rest: true })])).toEqual({ refused: 'nothing_to_credit' })
  })

  it('leaves exactly nothing when the lines are credited one after the other, in halves', () => {
    fc.assert(
      fc.property(anyInvoice, (invoice) => {
        const { lines } = invoice
        const basis = basisOf(invoice)
        const notes: CreditNoteContent[] = []
        const take = (wanted: WantedCredit) => {
          const outcome = creditOf(basis, notes, wanted, WORDS)
          if (!('refused' in outcome)) notes.push(outcome)
        }
        lines.forEach(({ quantity }, index) => {
          take({ lines: [{ line: index, quantity: String(Math.round(Number(quantity) * 50) / 100) }] })
        })
        lines.forEach((_, index) => take({ lines: [{ line: index }] }))
        const left = basis.groups.reduce((sum, { net, tax }) => sum + net + tax, 0)
        expect(notes.reduce((sum, { amount }) => sum + amount, 0)).toBe(left)
      }),
    )
  })

  it('leaves exactly nothing when credit notes cover everything, however they are cut', () => {
    const cut = fc.record({
      by: fc.constantFrom('line', 'rate', 'amount'),
      at: fc.nat({ max: 5 }),
      per: fc.integer({ min: 1, max: 100 }),
    })
    fc.assert(
      fc.property(anyInvoice, fc.array(cut, { maxLength: 8 }), (invoice, cuts) => {
        const basis = basisOf(invoice)
        const notes: CreditNoteContent[] = []
        for (const wanted of cuts.map((one) => wantedOf(basis, one))) {
          const outcome = creditOf(basis, notes, wanted, WORDS)
          if (!('refused' in outcome)) notes.push(outcome)
        }
        const rest = creditOf(basis, notes, { rest: true }, WORDS)
        if (!('refused' in rest)) notes.push(rest)
        for (const group of basis.groups) {
          const own = notes.flatMap(({ groups }) => groups.filter((one) => groupKey(one) === groupKey(group)))
          expect(own.reduce((sum, { net }) => sum + net, 0)).toBe(group.net)
          expect(own.reduce((sum, { tax }) => sum + tax, 0)).toBe(group.tax)
          expect(own.every(({ net, tax }) => net >= 0 && tax >= 0)).toBe(true)
        }
        expect(creditOf(basis, notes, { rest: true }, WORDS)).toEqual({ refused: 'nothing_to_credit' })
      }),
      { numRuns: 500 },
    )
  })
})

function basisOf(priced: Priced): CreditBasis {
  return creditBasis(priced, totalsOf(priced).groups)
}

function wantedOf(
  basis: CreditBasis,
  { by, at, per }: { by: string; at: number; per: number },
): WantedCredit {
  const index = at % basis.lines.length
  const line = basis.lines[index]
  const group = basis.groups[at % basis.groups.length]
  if (by === 'line' && line) {
    return {
      lines: [{ line: index, quantity: String(Math.max(1, Math.round(Number(line.quantity) * per)) / 100) }],
    }
  }
  if (by === 'rate' && group) {
    return { amounts: [{ group: groupKey(group), amount: Math.ceil(((group.net + group.tax) * per) / 100) }] }
  }
  return { amount: at * 100 + per }
}
