import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { NIGHTLY_CASES } from '../../test/support/nightly-cases.ts'
import { NIGHTLY_SUITES } from '../../test/support/nightly-suites.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')
/** The end of a title can come from a table of cases. */
const START = 20

const listed = NIGHTLY_CASES.flatMap(({ files }) => Object.entries(files))

it.each(listed)('names tests that exist in %s', (file, titles) => {
  const source = readFileSync(path.join(ROOT, file), 'utf8')
  for (const title of titles) expect(source).toContain(title.slice(0, START))
})

const takesSome = globSync('{test,db,api,worker,cli,integrations,domain,sandbox}/**/*.test.ts', {
  cwd: ROOT,
}).filter((file) => /(some-of|find-barriers)\.ts'/.test(readFileSync(path.join(ROOT, file), 'utf8')))

it('runs at night what takes only some of its cases in npm test', () => {
  const files = NIGHTLY_SUITES['cases']?.files ?? []
  expect(takesSome.length).toBeGreaterThan(10)
  expect(takesSome.filter((file) => !files.some((start) => file.startsWith(start)))).toEqual([])
})
