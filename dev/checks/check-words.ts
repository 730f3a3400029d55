import { globSync, readFileSync } from 'node:fs'
import { ROOT } from '../stack/paths.ts'
import { findBreaches } from './plain-words.ts'

const folders = process.argv.slice(2)
const ignored = new Set(['node_modules', 'dist', 'coverage', '.stack', '.git', 'docs'])
const files = globSync('**/*.{ts,tsx}', { cwd: ROOT, exclude: (name) => ignored.has(name) })
  .filter((file) => folders.length === 0 || folders.some((folder) => file.startsWith(folder)))
  .toSorted()

const breaches = files.flatMap((file) =>
  findBreaches(readFileSync(`${ROOT}${file}`, 'utf8')).map((breach) => ({ file, ...breach })),
)
for (const { file, line, rule, text } of breaches)
  process.stdout.write(`${file}:${line} ${rule}: ${text.slice(0, 160)}\n`)
if (breaches.length > 0)
  process.stdout.write(
    `\n${breaches.length} breaches of the rule for plain language, which CONTRIBUTING.md explains.\n`,
  )
process.exitCode = breaches.length > 0 ? 1 : 0
