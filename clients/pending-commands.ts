import { newId } from '../db/ids.ts'
import type { EntityManager } from '../db/orm.ts'
import { type CommandSubject, markUnanswered, removePending, savePending } from '../db/pending-commands.ts'
import { TemporalUnavailableError } from './call-with-retry.ts'
import { createKeyedLimiter, LimiterTimeoutError } from './keyed-limiter.ts'

/**
 * An unanswered command keeps its row, so that the sweep reloads the workflow.
 *
 * @throws TemporalUnavailableError without a send if no place is free within ten seconds
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
      // A database error must not hide the error of `send`.
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
 * Temporal accepts ten updates of a run at once.
 *
 * @see https://docs.temporal.io/self-hosted-guide/defaults
 */
const limitCommands = createKeyedLimiter(5, PLACE_WAIT_MS)
