import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { NIGHTLY_CASES } from '../../test/support/nightly-cases.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')
/** The end of a title can come from a table of cases. */
const START = 20

const listed = NIGHTLY_CASES.flatMap(({ files }) => Object.entries(files))

it.each(listed)('names tests that exist in %s', (file, titles) => {
  const source = readFileSync(path.join(ROOT, file), 'utf8')
  for (const title of titles) expect(source).toContain(title.slice(0, START))
})
