import { createOrm } from '../db/orm.ts'
import { CommandError, runMerchantCommand, USAGE } from './merchant-command.ts'

process.exitCode = await run(process.argv.slice(2))

async function run(args: readonly string[]): Promise<number> {
  const { DATABASE_URL } = process.env
  if (!DATABASE_URL) return fail('Set DATABASE_URL, or start the local stack: npm start')
  const orm = await createOrm(DATABASE_URL, 2)
  try {
    process.stdout.write(`${(await runMerchantCommand(orm.em.fork(), args)).join('\n')}\n`)
    return 0
  } catch (error) {
    if (error instanceof CommandError) return fail(error.message, error.isUsage ? USAGE : '')
    return fail(error instanceof Error ? error.message : String(error))
  } finally {
    await orm.close()
  }
}

function fail(message: string, more = ''): number {
  process.stderr.write(`${message}\n${more}`)
  return 1
}
