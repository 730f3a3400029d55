import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export type StackPaths = ReturnType<typeof stackPaths>

export function stackPaths(dir = path.join(ROOT, '.stack')) {
  return {
    dir,
    lock: path.join(dir, 'lock.json'),
    stack: path.join(dir, 'stack.json'),
    secrets: path.join(dir, 'secrets.json'),
    processes: path.join(dir, 'processes.json'),
    seed: path.join(dir, 'seed.json'),
    build: path.join(dir, 'build'),
    workflowBundle: path.join(dir, 'workflow-bundle.js'),
    firstInvoice: path.join(dir, 'first-invoice.json'),
    postgres: path.join(dir, 'postgres'),
    temporal: path.join(dir, 'temporal.db'),
    sandbox: path.join(dir, 'sandbox.db'),
    logs: path.join(dir, 'logs'),
  }
}
