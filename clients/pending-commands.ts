import { newId } from '../db/ids.ts'
import type { EntityManager } from '../db/orm.ts'
import { type CommandSubject, markUnanswered, removePending, savePending } from '../db/pending-commands.ts'
import { TemporalUnavailableError } from './call-with-retry.ts'
import { createKeyedLimiter, LimiterTimeoutError } from './keyed-limiter.ts'

/**
 * Each unanswered command keeps a row. The sweep then makes the workflow read the log, which may hold the
 * command's result.
 *
 * @param send gets the subject's progress in the log, from `savePending`
 * @throws TemporalUnavailableError after ten seconds without a place; the command was not sent
 */
export async function withPendingMark<T>(
  em: EntityManager,
  subject: CommandSubject,
  send: (progress: number) => Promise<T>,
): Promise<T> {
  const answer = limitCommands(subject.id, async () => {
    const id = newId('cmd')
    const progress = await savePending(em, id, subject)
    const result = await send(progress).catch(async (error: unknown) => {
      const isUnsent = error instanceof TemporalUnavailableError && !error.mayBeExecuted
      // A failure here must not hide the first error. A row that stays is due after the longest wait.
      await (isUnsent ? removePending(em, id) : markUnanswered(em, id)).catch(() => undefined)
      throw error
    })
    await removePending(em, id)
    return result
  })
  return answer.catch((error: unknown) => {
    if (!(error instanceof LimiterTimeoutError)) throw error
    const unsent = { cause: error, mayBeExecuted: false }
    throw new TemporalUnavailableError('too many commands wait for this workflow', unsent)
  })
}

const PLACE_WAIT_MS = 10_000
/**
 * A run takes ten updates at once, and another api process needs a share.
 *
 * @see https://docs.temporal.io/self-hosted-guide/defaults
 */
const limitCommands = createKeyedLimiter(5, PLACE_WAIT_MS)
