import { globSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../stack/paths.ts'

const MOST = 16
/** Each file is one table, one resource or one command. */
const LISTS = ['api/openapi/resources', 'bench', 'db/entities']

it(`has at most ${MOST} files of source in a folder, lists excepted`, () => {
  const exclude = ['**/node_modules/**', '**/dist/**', '.*/**', 'test/**', '**/*.test.*']
  const files = globSync('**/*.{ts,tsx}', { cwd: ROOT, exclude })
  const folders = Map.groupBy(files, (file) => path.dirname(file))
  const full = [...folders].filter(([folder, found]) => found.length > MOST && !LISTS.includes(folder))
  expect(full.map(([folder, found]) => `${folder}: ${found.length}`)).toEqual([])
})
