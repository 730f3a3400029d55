/** One comment of a source file, without its markers. */
export interface Comment {
  /** Counted from 1. */
  line: number
  text: string
  /** Lines of prose; tags such as `@throws` are not counted. */
  lines: number
}

// A string or a template may hold `//`, so strings are matched first and skipped.
const TOKENS =
  /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|(?:(?<=^[ \t]*)\/\/[^\n]*(?:\n[ \t]*\/\/[^\n]*)*|\/\/[^\n]*)/gm

/** Every comment of a source text; neighbouring `//` lines are one. */
export function findComments(source: string): Comment[] {
  return [...source.matchAll(TOKENS)].flatMap(({ 0: token, index }) => {
    if (!token.startsWith('/*') && !token.startsWith('//')) return []
    const lines = token
      .replace(/^\/\*+|\*+\/$/g, '')
      .split('\n')
      .map((line) => line.replace(/^\s*(?:\*|\/\/)? ?/, '').trim())
      .filter((line) => line !== '')
    const firstTag = lines.findIndex((line) => line.startsWith('@'))
    return [
      {
        line: source.slice(0, index).split('\n').length,
        text: lines.join(' '),
        lines: firstTag < 0 ? lines.length : firstTag,
      },
    ]
  })
}
