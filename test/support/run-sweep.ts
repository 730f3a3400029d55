import { pino } from 'pino'
import type { DueRows } from '../../db/claims.ts'
import { sendAccountMails } from '../../recovery/send-account-mails.ts'
import { MAIL_JOBS, RECOVERY_JOBS, sweep } from '../../recovery/sweep.ts'
import type { World } from './harness.ts'
import { waitFor } from './wait.ts'

const MAX_ROUNDS = 20

export async function sweepThrough(world: World): Promise<void> {
  const { deps } = world
  let lines: string[] = []
  for (let round = 0; round < MAX_ROUNDS; round++) {
    lines = []
    await waitFor(async () => !deps.temporal.isKnown)
    const [clock] = await deps.em.fork().execute<{ now: string }[]>('select now()::text as now')
    const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
    await sweep({ ...deps, log }, 0)
    lines = lines.filter((line) => !line.includes('"recovery.draft_issued"'))
    const skipped = await rowsSkipped(world, clock?.now ?? '')
    if (lines.length === 0 && skipped.length === 0) return
    lines.push(...skipped)
  }
  throw new Error(`every sweep has failures: ${lines.join('')}`)
}

/** Waits for transactions that have locked due rows, because a claim skips these rows. */
async function rowsSkipped({ em }: World, sweptAt: string): Promise<string[]> {
  const skipped: string[] = []
  for (const job of [...RECOVERY_JOBS, ...MAIL_JOBS]) {
    const { table, where, claimColumn }: Partial<DueRows> & Pick<DueRows, 'table' | 'where'> = job.due(0)
    if (claimColumn === undefined) continue
    const rows = await em
      .fork()
      .execute(
        `select from ${table} where (${where}) and coalesce(${claimColumn} < ?::timestamptz, true) for update`,
        [sweptAt],
      )
    if (rows.length > 0) skipped.push(`${job.name}: ${rows.length} rows were locked`)
  }
  return skipped
}

export async function sendAccountMailsOf({ deps }: World): Promise<void> {
  await sendAccountMails.run(deps, 0)
}
