import { runChecks } from './checks.ts'

// `npm run check` checks types, lint with layers and cycles, unused code, plain words and format.

const { passed, failed } = await runChecks()
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exitCode = failed > 0 ? 1 : 0
