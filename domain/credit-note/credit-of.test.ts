import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InvoiceLine } from '../shared/lines.ts'
import { creditBasis } from './basis.ts'
import { type CreditOutcome, creditOf } from './credit-of.ts'
import type { CreditBasis, CreditNoteContent, WantedCredit } from './types.ts'

const REDUCTION = 'Price reduction'
const LINES: InvoiceLine[] = [
  { description: 'Chairs', quantity: '3', unitAmount: 1_050, taxRate: '20' },
  { description: 'Books', quantity: '2.5', unitAmount: 399, taxRate: '5' },
  { description: 'Returned deposit', quantity: '-1', unitAmount: 100, taxRate: '20' },
]
const BASIS = creditBasis(LINES)

function noteOf(outcome: CreditOutcome): CreditNoteContent {
  if ('refused' in outcome) throw new Error(outcome.refused)
  return outcome
}

const credit = (wanted: WantedCredit, earlier: CreditNoteContent[] = [], basis: CreditBasis = BASIS) =>
  noteOf(creditOf(basis, earlier, wanted, REDUCTION))

const line = fc.record({
  description: fc.constant('x'),
  quantity: fc.integer({ min: 1, max: 5_000 }).map((hundredths) => String(hundredths / 100)),
  unitAmount: fc.integer({ min: 1, max: 100_000 }),
  taxRate: fc.constantFrom('20', '5', '5.5', '0'),
})

describe('a credit note', () => {
  it('credits a part of a line with the tax of its rate', () => {
    const { lines, groups, ...sums } = credit({ lines: [{ line: 0, quantity: '2' }] })
    expect(lines).toMatchObject([{ description: 'Chairs', quantity: '2', amount: 2_100, line: 0 }])
    expect(groups).toMatchObject([{ taxRate: '20', net: 2_100, tax: 420 }])
    expect(sums).toEqual({ net: 2_100, tax: 420, amount: 2_520 })
  })

  it('takes an amount with tax off a rate', () => {
    const { lines, groups } = credit({ amounts: [{ group: BASIS.groups[0]?.key ?? '', amount: 1_000 }] })
    expect(lines).toMatchObject([{ description: REDUCTION, quantity: '1', amount: 833 }])
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

  it('refuses more than is left of a line, of a rate and of the invoice', () => {
    const refusal = (wanted: WantedCredit, earlier: CreditNoteContent[] = []) =>
      creditOf(BASIS, earlier, wanted, REDUCTION)
    const two = credit({ lines: [{ line: 0, quantity: '2' }] })
    const exceeds = { refused: 'credit_exceeds_invoice' }
    expect(refusal({ lines: [{ line: 0, quantity: '1.1' }] }, [two])).toEqual({ ...exceeds, index: 0 })
    expect(refusal({ lines: [{ line: 0, quantity: '-1' }] })).toEqual({ ...exceeds, index: 0 })
    expect(
      refusal({ lines: [{ line: 0 }] }, [credit({ amounts: [{ group: '20', amount: 1_000 }] })]),
    ).toEqual(exceeds)
    expect(refusal({ amounts: [{ group: '20', amount: 3_661 }] })).toEqual({ ...exceeds, index: 0 })
    expect(refusal({ amount: 99_999 })).toEqual(exceeds)
    expect(refusal({ lines: [{ line: 7 }] })).toEqual({ refused: 'unknown_line', index: 0 })
    expect(refusal({ lines: [{ line: 2 }] })).toEqual({ refused: 'nothing_to_credit' })
    expect(refusal({ rest: true }, [credit({ rest: true })])).toEqual({ refused: 'nothing_to_credit' })
  })

  it('leaves exactly nothing when the lines are credited one after the other, in halves', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.boolean(), (lines, pricesIncludeTax) => {
        const basis = basisOf(lines, pricesIncludeTax)
        const notes: CreditNoteContent[] = []
        const take = (wanted: WantedCredit) => {
          const outcome = creditOf(basis, notes, wanted, REDUCTION)
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
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        fc.array(cut, { maxLength: 8 }),
        (lines, pricesIncludeTax, cuts) => {
          const basis = basisOf(lines, pricesIncludeTax)
          const notes: CreditNoteContent[] = []
          for (const wanted of cuts.map((one) => wantedOf(basis, one))) {
            const outcome = creditOf(basis, notes, wanted, REDUCTION)
            if (!('refused' in outcome)) notes.push(outcome)
          }
          const rest = creditOf(basis, notes, { rest: true }, REDUCTION)
          if (!('refused' in rest)) notes.push(rest)
          for (const group of basis.groups) {
            const own = notes.flatMap(({ groups }) => groups.filter(({ key }) => key === group.key))
            expect(own.reduce((sum, { net }) => sum + net, 0)).toBe(group.net)
            expect(own.reduce((sum, { tax }) => sum + tax, 0)).toBe(group.tax)
            expect(own.every(({ net, tax }) => net >= 0 && tax >= 0)).toBe(true)
          }
          expect(creditOf(basis, notes, { rest: true }, REDUCTION)).toEqual({ refused: 'nothing_to_credit' })
        },
      ),
      { numRuns: 500 },
    )
  })
})

function basisOf(lines: InvoiceLine[], pricesIncludeTax: boolean): CreditBasis {
  const basis = creditBasis(lines)
  if (!pricesIncludeTax) return basis
  const groups = basis.groups.map((group) => {
    const gross = basis.lines
      .filter((one) => one.group === group.key)
      .reduce((sum, { amount }) => sum + amount, 0)
    const tax = Math.round((gross * Number(group.taxRate)) / (100 + Number(group.taxRate)))
    return { ...group, net: gross - tax, tax }
  })
  return { ...basis, groups, pricesIncludeTax }
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
    return { amounts: [{ group: group.key, amount: Math.ceil(((group.net + group.tax) * per) / 100) }] }
  }
  return { amount: at * 100 + per }
}
