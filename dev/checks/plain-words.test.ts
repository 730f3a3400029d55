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
    ['sentence', `// ${LONG} sixteen.`],
    ['lines', '// A.\n// B.\n// C.\n// D.'],
    ['word', '/** The rail is told of the refund. */'],
    ['word', "// A name of one's own."],
  ])('reports %s for %s', (rule, source) => {
    expect(rules(source)).toEqual([rule])
  })

  it('reports the line on which the comment begins', () => {
    expect(findBreaches('let a\n\n/**\n * It is late.\n */')).toEqual([
      { line: 3, rule: 'subject', text: 'It is late.' },
    ])
  })

  it('counts the words of each sentence and each tag by itself', () => {
    expect(rules(`/** ${LONG}. ${LONG}; ${LONG}\n * @param a ${LONG}\n * @returns ${LONG} */`)).toEqual([])
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

  it('reports a test name that begins without a verb or has a listed word', () => {
    // Written in parts, so that the check does not find these names here.
    const call = 'it'
    const source = `
      ${call}('of the run itself is healed', () => {})
      ${call}.each([['a', 1], ['b', 2]])('is told of %s', () => {})
      ${call}.skip(\`marks the invoice paid\`, () => {})
      ${call}.each(CASES)("hears nothing", () => {})
      const kit = fit('whatever')`
    expect(findBreaches(source).map(({ line, rule }) => [line, rule])).toEqual([
      [2, 'subject'],
      [3, 'word'],
      [5, 'word'],
    ])
  })
})
