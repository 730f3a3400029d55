import { NIGHTLY_CASES } from './nightly-cases.ts'

interface Suite {
  files: string[]
  environment: Record<string, string>
}

/** `npm run test:nightly` runs these. A file is named by the start of its path. */
export const NIGHTLY_SUITES: Record<string, Suite> = {
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
      'db/invoices/list.server',
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
