import { expect, it } from 'vitest'
import { findImports } from './imports.ts'

it('finds every way to import, with its line, and what is only types', () => {
  const source = `import './polyfill.ts'
import type { A } from './a.ts'
import {
  type B,
  b,
} from './b.ts'
export * from './c.ts'
export type { D } from './d.ts'
// import { no } from './comment.ts'
/* import { no } from './comment.ts' */
export const text = 'x from y'
const late = await import('./e.ts')
type F = import('./f.ts').F
`
  expect(findImports(source).map(({ from, line, typesOnly }) => [from, line, typesOnly])).toEqual([
    ['./polyfill.ts', 1, false],
    ['./a.ts', 2, true],
    ['./b.ts', 3, false],
    ['./c.ts', 7, false],
    ['./d.ts', 8, true],
    ['./e.ts', 12, false],
    ['./f.ts', 13, false],
  ])
})
