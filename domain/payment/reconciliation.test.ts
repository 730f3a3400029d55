import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { type AccountTransaction, compare, type RecordedMovement, undecided } from './reconciliation.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-11-23T03:15:00Z')

const line = (changes: Partial<AccountTransaction> = {}): AccountTransaction => ({
  id: 'tx-1',
  type: 'payment',
  amount: 12_500,
  at: NOW - DAY,
  providerId: 'p-1',
  ...changes,
})
const recorded = (changes: Partial<RecordedMovement> = {}): RecordedMovement => ({
  type: 'payment',
  id: 'pat_1',
  invoiceId: 'inv_1',
  merchantId: 'mer_1',
  providerId: 'p-1',
  amount: 12_500,
  at: NOW - DAY,
  isFinal: true,
  ...changes,
})
const SINCE = NOW - 3 * DAY

const kinds = (
  statement: AccountTransaction[],
  known: RecordedMovement[],
  expected: RecordedMovement[] = known.filter(({ isFinal }) => isFinal),
) => compare(statement, known, expected, SINCE).findings.map(({ kind }) => kind)

describe('compare', () => {
  it('finds no difference when statement and log contain the same movements', () => {
    const refund = { type: 'refund', providerId: 'r-1' } as const
    const statement = [line(), line({ id: 'tx-2', ...refund })]
    expect(
      compare(statement, [recorded(), recorded({ id: 'ref_1', ...refund })], [recorded()], SINCE),
    ).toEqual({
      matched: 2,
      findings: [],
    })
  })

  it.each([
    ['a payment that is not in the log', [line()], [], ['payment_unknown']],
    ['a refund that is not in the log', [line({ type: 'refund' })], [], ['refund_unknown']],
    ['money from outside Duewell', [line({ type: 'external_payment' })], [], ['external_payment']],
    ['a payment without an id', [{ ...line(), providerId: undefined }], [], ['external_payment']],
    [
      'a payment that is not final in the log',
      [line()],
      [recorded({ isFinal: false })],
      ['payment_unrecorded'],
    ],
    ['an amount that differs', [line({ amount: 12_499 })], [recorded()], ['payment_amount_differs']],
    ['a logged payment that is not in the statement', [], [recorded()], ['payment_missing']],
    ['a payment that is listed twice', [line(), line({ id: 'tx-2' })], [recorded()], ['payment_repeated']],
    ['no difference for a payout', [line({ type: 'payout' })], [], []],
  ] as [string, AccountTransaction[], RecordedMovement[], string[]][])('finds %s', (_, bank, ours, found) => {
    expect(kinds(bank, ours)).toEqual(found)
  })

  it('distinguishes a payment and a refund with the same id', () => {
    expect(kinds([line({ type: 'refund' })], [recorded()])).toEqual(['refund_unknown', 'payment_missing'])
  })

  it('reports nothing for lines before the start, but matches a settlement that became known late', () => {
    const earlier = line({ at: SINCE - DAY })
    expect(kinds([earlier], [recorded()])).toEqual([])
    expect(kinds([earlier], [])).toEqual([])
  })

  it('reports payments in transit for too long, except those that the account has received', () => {
    const [known, waiting] = ['pat_1', 'pat_2'].map((id) =>
      recorded({ id, providerId: id, isFinal: false }),
    ) as [RecordedMovement, RecordedMovement]
    const { findings } = compare([line({ providerId: 'pat_1' })], [known], [], SINCE)
    expect(findings).toMatchObject([{ kind: 'payment_unrecorded' }])
    expect(undecided([known, waiting], findings)).toMatchObject([
      { kind: 'payment_undecided', subject: 'pat_2' },
    ])
  })

  it('counts every line and every movement once in random statements and logs', () => {
    const ids = fc.constantFrom('a', 'b', 'c', 'd')
    const type = fc.constantFrom('payment' as const, 'refund' as const)
    const lines = fc.uniqueArray(fc.record({ type, providerId: ids, amount: fc.constantFrom(1, 2) }), {
      selector: ({ type: of, providerId }) => `${of} ${providerId}`,
    })
    fc.assert(
      fc.property(lines, lines, fc.func(fc.boolean()), (bank, ours, isFinal) => {
        const statement = bank.map((one, index) => line({ ...one, id: `tx-${index}` }))
        const known = ours.map((one, index) =>
          recorded({ ...one, id: `ours-${index}`, isFinal: isFinal(one) }),
        )
        const expected = known.filter((one) => one.isFinal)
        const { matched, findings } = compare(statement, known, expected, SINCE)
        const missing = findings.filter(({ kind }) => kind.endsWith('_missing'))
        expect(matched + findings.length - missing.length).toBe(statement.length)
        const differing = findings.filter(({ kind }) => kind.endsWith('_amount_differs'))
        expect(matched + differing.length + missing.length).toBe(expected.length)
      }),
    )
  })
})
