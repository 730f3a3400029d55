import { runningStack } from './stack/file.ts'

const stack = runningStack()
if (stack) process.env['DATABASE_URL'] ??= stack.database_url
await import('../cli/merchant.ts')
