import { pino } from 'pino'
import { sendAccountMails } from '../../recovery/send-account-mails.ts'
import { sweep } from '../../recovery/sweep.ts'
import type { World } from './harness.ts'
import { waitFor } from './wait.ts'

const MAX_ROUNDS = 20

export async function sweepThrough({ deps }: World): Promise<void> {
  let lines: string[] = []
  for (let round = 0; round < MAX_ROUNDS; round++) {
    lines = []
    await waitFor(async () => !deps.temporal.isKnown)
    const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
    await sweep({ ...deps, log }, 0)
    lines = lines.filter((line) => !line.includes('"recovery.draft_issued"'))
    if (lines.length === 0) return
  }
  throw new Error(`every sweep has failures: ${lines.join('')}`)
}

export async function sendAccountMailsOf({ deps }: World): Promise<void> {
  await sendAccountMails.run(deps, 0)
}
