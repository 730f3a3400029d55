import { randomInt } from 'node:crypto'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/setup/sequencer.ts'

const NO_TESTS = ['**/node_modules/**', 'dist/**', '.stack/**']
const WITH_SERVERS = ['test/**/*.test.{ts,tsx}', '**/*.server.test.{ts,tsx}']
const CONTRACT = ['integrations/bank/contract/*.test.ts']

const SEED = process.env['SEED'] === 'random' ? String(randomInt(1_000_000)) : (process.env['SEED'] ?? '1')
// A second read of this file must give the same seed.
process.env['SEED'] = SEED

export default defineConfig({
  test: {
    env: { SEED },
    setupFiles: ['test/setup/random.ts'],
    pool: 'forks',
    // A test process saves a tenth of its CPU time by fewer garbage collections.
    execArgv: ['--max-semi-space-size=64', '--single-threaded-gc'],
    // More processes than these cost a tenth more CPU time on two cores.
    maxWorkers: 3,
    isolate: false,
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
          setupFiles: ['test/setup/skip-nightly.ts', 'test/setup/described-responses.ts'],
        },
      },
    ],
  },
})
