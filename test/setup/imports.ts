/** One import, export-from or dynamic import. */
export interface Import {
  from: string
  /** Counted from 1. */
  line: number
  /** `import type …` or `export type …`: nothing of it is left when the code runs. */
  typesOnly: boolean
}

// Statements begin a line; `import('…')` may stand anywhere. Comments are blanked before, so that an example in one
// does not count.
const STATIC = /^(import|export)\s+(type\s+)?(?:[^'"`;()=]*?\sfrom\s+)?['"]([^'"\n]+)['"]/gm
const DYNAMIC = /\b(?:import|require)\(\s*['"]([^'"\n]+)['"]/g
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm

/** Every module that a source text imports. */
export function findImports(source: string): Import[] {
  const text = source.replace(COMMENT, (comment) => comment.replace(/[^\n]/g, ' '))
  const lineAt = (index: number) => text.slice(0, index).split('\n').length
  return [
    ...[...text.matchAll(STATIC)].map(({ index, 2: type, 3: from = '' }) => ({
      from,
      line: lineAt(index),
      typesOnly: type !== undefined,
    })),
    ...[...text.matchAll(DYNAMIC)].map(({ index, 1: from = '' }) => ({
      from,
      line: lineAt(index),
      typesOnly: false,
    })),
  ]
}
