import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

interface Report {
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

const folder = mkdtempSync(path.join(tmpdir(), 'duewell-report-'))
const reportFile = path.join(folder, 'report.json')
const tally = countTests(await runTests())
rmSync(folder, { recursive: true, force: true })
process.exitCode = tally.failed > 0 ? 1 : 0
process.stdout.write(`\n${tally.passed} passed, ${tally.failed} failed\n`)

async function runTests(): Promise<number | null> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  const vitest = path.join(import.meta.dirname, '..', 'node_modules', '.bin', 'vitest')
  const child = spawn(vitest, ['run', ...reporters, ...process.argv.slice(2)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const passOn = (signal: NodeJS.Signals) => void child.kill(signal)
  process.on('SIGINT', passOn).on('SIGTERM', passOn)
  const [code] = (await once(child, 'exit')) as [number | null]
  process.off('SIGINT', passOn).off('SIGTERM', passOn)
  return code
}

/** Counts a file that does not load as one failure. */
function countTests(code: number | null): { passed: number; failed: number } {
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
