import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { NIGHTLY_SUITES } from './support/nightly-suites.ts'

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(NIGHTLY_SUITES)
const suites = names.map((name) => {
  const suite = NIGHTLY_SUITES[name]
  if (!suite) throw new Error(`${name} is not one of ${Object.keys(NIGHTLY_SUITES).join(', ')}`)
  return suite
})
const environment = Object.assign(
  { SEED: 'random' },
  ...suites.map((suite) => suite.environment),
  process.env,
)
const vitest = path.join(import.meta.dirname, '..', 'node_modules', '.bin', 'vitest')
const child = spawn(vitest, ['run', '--project', 'servers', ...suites.flatMap(({ files }) => files)], {
  stdio: 'inherit',
  env: environment as NodeJS.ProcessEnv,
})
const [code] = (await once(child, 'exit')) as [number | null]
process.exitCode = code ?? 1
