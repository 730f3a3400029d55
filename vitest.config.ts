import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'dist/**', '.stack/**'],
    globalSetup: ['test/setup/global.ts'],
    // Temporal's SDK is a native module with threads of its own, which worker threads do not share well.
    pool: 'forks',
    // Each file has its own database and task queue, so files run side by side. One in three waits for a bank.
    maxWorkers: 3,
    // Files run one after the other in one process, which loads the SDKs once.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
  },
})
