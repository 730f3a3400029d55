import { sendFirstInvoice } from './stack/demo/first-invoice.ts'
import { formatSeconds, showProgress } from './stack/progress.ts'
import { startStack, type RunningStack } from './stack/stack.ts'
import { readStackFile, type StackFile } from './stack/file.ts'
import { StackRunsError } from './stack/lock.ts'

const began = performance.now()
const progress = showProgress()
const stopping = new AbortController()
// A second signal must not end this process before the stack has stopped.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stopping.abort(signal))

process.exit(await run())

async function run(): Promise<number> {
  let stack: RunningStack | undefined
  try {
    stack = await startStack({ progress, signal: stopping.signal })
    await sendFirstInvoice(stack.file).catch((error: unknown) => complain(error))
    process.stdout.write(summary(stack.file))
    await Promise.race([stack.crash, untilStopped()])
    return 0
  } catch (error) {
    if (stopping.signal.aborted) return 0
    complain(error)
    return 1
  } finally {
    if (stack) {
      process.stderr.write('\nStopping …\n')
      await stack.stop()
      process.stderr.write('Stopped. Everything is kept in .stack; `npm run reset` removes it.\n')
    }
  }
}

function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  stopping.signal.addEventListener('abort', () => resolve(), { once: true })
  if (stopping.signal.aborted) resolve()
  return promise
}

function complain(error: unknown): void {
  progress.close()
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
  const other = error instanceof StackRunsError ? readStackFile() : undefined
  if (other) process.stderr.write(`It answers at ${other.api}; stop it with Ctrl-C where it was started.\n`)
}

function summary(file: StackFile): string {
  const due = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  return `
Duewell is up after ${formatSeconds(performance.now() - began)}. Ctrl-C stops it.

  API           ${file.api}
  Inbox         ${file.inbox}
  Banks         ${file.bank} (GBP, EUR), ${file.tokenio_bank} (DKK)
  Temporal      ${file.temporal_address}${file.temporal_ui ? `, UI at ${file.temporal_ui}` : ''}
  PostgreSQL    ${file.database_url}
  Metrics       ${file.metrics}, ${file.worker_metrics}
  Test key      ${file.api_key}
  Live key      ${file.live_api_key}, whose payments go to the same banks
  Dashboard     ${file.dashboard}, as ${file.login.email}, password ${file.login.password}
  Logs          .stack/logs, and all of this in .stack/stack.json

Send an invoice, then open its e-mail in the inbox:

  curl ${file.api}/v1/invoices \\
    -H 'Authorization: Bearer ${file.api_key}' -H 'Content-Type: application/json' \\
    -d '{"customer":{"name":"Sam Rivers","email":"sam@customer.example"},"currency":"GBP",
         "amount":12500,"description":"Consulting","due_date":"${due}","send":"now"}'

`
}
