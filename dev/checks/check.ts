import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import path from 'node:path'
import { ROOT } from '../stack/paths.ts'
import { formatSeconds } from '../stack/progress.ts'

const CHECKS: readonly [name: string, command: string, ...args: string[]][] = [
  ['types', 'tsc', '--noEmit'],
  ['lint', 'oxlint', '--type-aware'],
  ['unused', 'knip'],
  ['unused in the product', 'knip', '--production', '--include', 'files,exports,types'],
  ['plain words', 'tsx', 'dev/checks/check-words.ts'],
  ['format', 'oxfmt', '--check', '.'],
]
const AT_ONCE = 2

const tally = { passed: 0, failed: 0 }
const waiting = CHECKS.values()
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (const check of waiting) tally[await run(check)] += 1
  }),
)
process.stdout.write(`\n${tally.passed} passed, ${tally.failed} failed\n`)
process.exitCode = tally.failed > 0 ? 1 : 0

async function run([name, command, ...args]: (typeof CHECKS)[number]): Promise<keyof typeof tally> {
  const began = performance.now()
  const child = spawn(path.join(ROOT, 'node_modules', '.bin', command), args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = () => void child.kill()
  process.on('SIGINT', stop).on('SIGTERM', stop)
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  process.off('SIGINT', stop).off('SIGTERM', stop)
  const outcome = code === 0 ? 'passed' : 'failed'
  const details = code === 0 ? '' : `${output}${errors}`
  process.stdout.write(`${details}== ${name} ${outcome} after ${formatSeconds(performance.now() - began)}\n`)
  return outcome
}
