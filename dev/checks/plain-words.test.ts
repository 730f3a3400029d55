import { describe, expect, it } from 'vitest'
import { findBreaches } from './plain-words.ts'

const rules = (source: string) => findBreaches(source).map(({ rule }) => rule)
const LONG = 'One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen'

describe('findBreaches', () => {
  it('accepts a short sentence with a subject and a verb', () => {
    expect(rules('/** Computes the due date in the merchant’s zone. @throws RangeError */')).toEqual([])
    expect(rules('/** Milliseconds since 1970. */')).toEqual([])
  })

  it.each([
    ['subject', '// What the merchant has set.'],
    ['subject', '/** Whose keys are revoked. */'],
    ['subject', '// The rail answers late. Then the sweep reads the payment.'],
    ['subject', '/** Reads a row. @returns what the row has */'],
    ['subject', '/** @param row its columns */'],
    ['subject', '/** How often a row was read. */'],
    ['subject', '// Two cases:\n// - the row is new\n// - it is old'],
    ['sentence', `// ${LONG} sixteen.`],
    ['sentence', '// One two three four five six seven eight nine ten: a b c; d e f.'],
    ['sentence', '// One two three four five six seven eight, e.g. nine ten a b c d e f.'],
    ['lines', '// A.\n// B.\n// C.\n// D.'],
    ['word', '/** The rail is told of the refund. */'],
    ['word', "// A name of one's own."],
  ])('reports the breach %s in %s', (rule, source) => {
    expect(rules(source)).toEqual([rule])
  })

  it('reports the line on which the comment begins', () => {
    expect(findBreaches('let a\n\n/**\n * It is late.\n */')).toEqual([
      { line: 3, rule: 'subject', text: 'It is late.' },
    ])
  })

  it('counts the words of each sentence and each tag separately', () => {
    const list = `- ${LONG}\n * - ${LONG}`
    expect(rules(`/** ${LONG}. ${LONG}! ${LONG}?\n * ${list} */`)).toEqual([])
    expect(rules(`/**\n * ${LONG}.\n * @param a ${LONG}\n * @returns ${LONG} */`)).toEqual([])
  })

  it('ignores code, addresses, directives and words that only contain a listed word', () => {
    for (const comment of [
      '`told`, `heard` and `twin` are columns of the event.',
      'See https://docs.example/beside/whatever.',
      'oxlint-disable-next-line typescript/no-explicit-any -- whatever it is',
      'Bookkeeping of foretold untold-of twinned records.',
      'A commandeered word, and a swordfish.',
    ])
      expect([comment, rules(`// ${comment}`)]).toEqual([comment, []])
    expect(rules("const text = '// what nobody told'")).toEqual([])
  })

  it('reports a name of a test or a group that has no verb first or a listed word', () => {
    const names = `
      it('of the run itself is healed', () => {})
      describe('what is not valid', () => {})
      it.each([['a', 1], ['b', 2]])('is told of %s', () => {})
      it.each(['a', 'b'] as const)('that is %s', () => {})
      it.each([f(g(')'), /[)]/)])(
        'it is %s', () => {})
      it.each<[string, () => void]>([['a', b]])(\`then \${c} comes\`, () => {})
      describe.each(CASES)("hears nothing", () => {})`
    expect(findBreaches(names).map(({ line, rule }) => [line, rule])).toEqual([
      [2, 'subject'],
      [3, 'subject'],
      [4, 'word'],
      [5, 'subject'],
      [7, 'subject'],
      [8, 'subject'],
      [9, 'word'],
    ])
  })

  it('ignores names without a breach, other calls, and calls in strings and comments', () => {
    const names = `
      it.skip(\`marks the invoice paid\`, () => {})
      it.each(CASES)('refuses %s', () => {})
      const kit = fit('whatever') + pattern.test('whatever') + run.describe('whatever')
      function describe(text = 'whatever') {}
      const texts = ["it('whatever')", \`it('whatever')\`] // A name of it('of a test')`
    expect(findBreaches(names)).toEqual([])
  })
})
