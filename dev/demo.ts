import { setTimeout as wait } from 'node:timers/promises'
import { type DemoStep, playDemo } from './stack/demo/play-demo.ts'
import { type RunningStack, startStack } from './stack/stack.ts'
import { runningStack } from './stack/file.ts'

const LIMIT_MS = 90_000

let own: RunningStack | undefined
let begun = Date.now()
let paid = false
try {
  const running = runningStack()
  if (!running) own = await startStack()
  const stack = own?.file ?? running
  if (!stack) throw new Error('no stack runs')
  begun = Date.now()
  await Promise.race([
    playDemo(stack, say),
    wait(LIMIT_MS, undefined, { ref: false }).then(() =>
      Promise.reject(new Error(`it did not end within ${LIMIT_MS / 1_000} seconds`)),
    ),
  ])
  paid = true
} catch (error) {
  process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}\n`)
} finally {
  await own?.stop()
  if (own)
    process.stdout.write('The stack was started for this and has stopped; "npm start" shows these pages.\n')
}
process.exit(paid ? 0 : 1)

function say({ what, detail, where }: DemoStep): void {
  const seconds = ((Date.now() - begun) / 1_000).toFixed(1).padStart(6)
  process.stdout.write(`${seconds} s  ${what.padEnd(12)} ${detail}\n          ${' '.repeat(12)} ${where}\n`)
}
