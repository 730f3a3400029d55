import { randomInt } from 'node:crypto'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/setup/sequencer.ts'

const NO_TESTS = ['**/node_modules/**', 'dist/**', '.stack/**']
/** Tests that need PostgreSQL and Temporal: all of test/, and files named `*.server.test`. */
const WITH_SERVERS = ['test/**/*.test.{ts,tsx}', '**/*.server.test.{ts,tsx}']
/** Contract tests of the rails against the sandbox banks. Some of them wait for timeouts. */
const CONTRACT = ['integrations/bank/contract/*.test.ts']

/** The seed of random tests, 1 by default. `SEED=random` draws a seed, and `SEED=17` repeats a run. */
const SEED = process.env['SEED'] === 'random' ? String(randomInt(1_000_000)) : (process.env['SEED'] ?? '1')
// Each project reads this file again, so the environment keeps a drawn seed.
process.env['SEED'] = SEED

export default defineConfig({
  test: {
    env: { SEED },
    setupFiles: ['test/setup/random.ts'],
    // Tests run in processes, because Temporal's SDK has a native module with threads.
    pool: 'forks',
    // Files run in parallel, each with its own database and task queue. A third process uses both
    // cores while tests wait for a bank.
    maxWorkers: 3,
    // Files of one process run one after the other and load the SDKs once.
    isolate: false,
    // The limits end hanging tests only. A busy machine needs many times the usual time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    teardownTimeout: 60_000,
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
