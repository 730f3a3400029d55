import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { NIGHTLY_CASES } from './support/nightly-cases.ts'

interface Suite {
  files: string[]
  environment: Record<string, string>
}

const SUITES: Record<string, Suite> = {
  lives: { files: ['test/model/'], environment: { MODEL_RUNS: '10000', SERVER_LIVES: '200' } },
  fuzz: { files: ['test/fuzz/fuzz'], environment: { FUZZ_RUNS: '100000' } },
  money: { files: ['test/e2e/payments/money-balances'], environment: { PAYMENTS: '1000' } },
  years: {
    files: ['test/e2e/recurring/years', 'test/e2e/recurring/fortnights'],
    environment: { MONTHS: '60', FORTNIGHTS: '130' },
  },
  races: { files: ['test/e2e/resilience/races-'], environment: { RACE_ROUNDS: '100' } },
  requests: {
    files: ['test/e2e/security/odd-requests', 'test/e2e/security/malicious-input'],
    environment: { ODD_REQUESTS: '200', HOSTILE_SHARE: '1' },
  },
  cases: {
    files: [
      'test/e2e/customers/erasure',
      'test/e2e/imports/imports.test',
      'test/e2e/lists/etag',
      'test/e2e/payments/bank-failures',
      'test/e2e/payments/provider-responses',
      'test/e2e/payments/tokenio-failures',
      'test/e2e/reminders/deliveries',
      'test/e2e/security/idempotent-routes',
      'test/e2e/security/malicious-input',
      'test/e2e/walls/walls',
      'test/e2e/webhooks/invalid-webhooks',
      'test/fuzz/corpus',
      'test/browser/docs',
      'test/browser/pages',
      'test/demo',
      ...NIGHTLY_CASES.flatMap(({ files }) => Object.keys(files)),
    ],
    environment: { ALL_CASES: '1' },
  },
  kills: {
    files: ['test/chaos/'],
    environment: { KILL_ROUNDS: '10', KILL_ROWS: '2000', EQUAL_POSTS: '200', KILLED_POSTS: '40' },
  },
}

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SUITES)
const suites = names.map((name) => {
  const suite = SUITES[name]
  if (!suite) throw new Error(`${name} is not one of ${Object.keys(SUITES).join(', ')}`)
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
