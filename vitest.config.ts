import { randomInt } from 'node:crypto'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/setup/sequencer.ts'

const NO_TESTS = ['**/node_modules/**', 'dist/**', '.stack/**']
/** Tests that need PostgreSQL and Temporal: everything under test/, and files that their name marks. */
const WITH_SERVERS = ['test/**/*.test.{ts,tsx}', '**/*.server.test.{ts,tsx}']
/** The rails against the sandbox banks, with every fault. They wait for timeouts. */
const CONTRACT = ['integrations/bank/contract/*.test.ts']

/** `SEED=random` draws a new one, `SEED=17` repeats a run. */
const SEED = process.env['SEED'] === 'random' ? String(randomInt(1_000_000)) : (process.env['SEED'] ?? '1')
// Each project reads this file again.
process.env['SEED'] = SEED

export default defineConfig({
  test: {
    env: { SEED },
    setupFiles: ['test/setup/random.ts'],
    // Temporal's SDK is a native module with threads of its own. Worker threads do not share it well.
    pool: 'forks',
    // Files run at the same time, as each has its own database and task queue. One in three waits for a bank.
    maxWorkers: 3,
    // Files run one after the other in one process, which loads the SDKs once.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...NO_TESTS, ...WITH_SERVERS, ...CONTRACT],
        },
      },
      { extends: true, test: { name: 'contract', include: CONTRACT } },
      {
        extends: true,
        test: {
          name: 'servers',
          include: WITH_SERVERS,
          exclude: NO_TESTS,
          globalSetup: ['test/setup/global.ts'],
        },
      },
    ],
  },
})
