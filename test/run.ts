import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { formatSeconds } from '../dev/stack/progress.ts'

// `npm test`: the checks, then the tests. Whatever happens, the last line counts what passed and what failed.

interface Tally {
  passed: number
  failed: number
}

/** The part of vitest's JSON report that is counted. */
interface Report {
  numPassedTests: number
  numFailedTests: number
  testResults: { name: string; status: string; message: string; assertionResults: { status: string }[] }[]
}

const folder = mkdtempSync(path.join(tmpdir(), 'duewell-report-'))
const reportFile = path.join(folder, 'report.json')
const total: Tally = { passed: 0, failed: 0 }
try {
  for (const [name, command, args] of [
    ['Types', 'tsc', ['--noEmit']],
    ['Lint', 'oxlint', ['--type-aware']],
    ['Format', 'oxfmt', ['--check', '.']],
  ] as const) {
    add(
      await step(name, command, args, (code) =>
        code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 },
      ),
    )
  }
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  add(await step('Tests', 'vitest', ['run', ...reporters, ...process.argv.slice(2)], countTests))
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  add({ passed: 0, failed: 1 })
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = total.failed > 0 ? 1 : 0
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)

function add({ passed, failed }: Tally): void {
  total.passed += passed
  total.failed += failed
}

async function step(
  name: string,
  command: string,
  args: readonly string[],
  count: (code: number | null) => Tally,
): Promise<Tally> {
  process.stdout.write(`\n== ${name}\n`)
  const began = performance.now()
  const code = await run(command, args)
  const { passed, failed } = count(code)
  const outcome = failed === 0 ? 'passed' : 'failed'
  process.stdout.write(`== ${name} ${outcome} after ${formatSeconds(performance.now() - began)}\n`)
  return { passed, failed }
}

/** A tool of ours, with the Node that npm put first on PATH. @returns its exit code, or null if it was killed */
async function run(command: string, args: readonly string[]): Promise<number | null> {
  const script = path.join(import.meta.dirname, '..', 'node_modules', '.bin', command)
  const child = spawn(script, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  const passOn = (signal: NodeJS.Signals) => void child.kill(signal)
  process.on('SIGINT', passOn).on('SIGTERM', passOn)
  try {
    const [code] = (await once(child, 'exit')) as [number | null]
    return code
  } finally {
    process.off('SIGINT', passOn).off('SIGTERM', passOn)
  }
}

/** A file that did not load counts as one failure, and so does a run that failed without a failed test. */
function countTests(code: number | null): Tally {
  const report = readReport()
  if (!report) return { passed: 0, failed: 1 }
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  )
  const failed = report.numFailedTests + unloaded.length
  return { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed }
}

function readReport(): Report | undefined {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8')) as Report
  } catch {
    return undefined
  }
}
