import type { EntityName } from '@mikro-orm/core'
import { InvoiceRow } from '../db/entities/index.ts'
import type { EntityManager } from '../db/orm.ts'
import { TemporalUnavailableError } from './call-with-retry.ts'
import { createKeyedLimiter, LimiterTimeoutError } from './keyed-limiter.ts'

/**
 * Marks a row as having a pending command until the workflow answers. Without an answer the mark stays. The
 * sweep then makes the workflow read the log.
 *
 * @throws TemporalUnavailableError after ten seconds without a place; the command was not sent
 */
export async function withPendingMark<T>(
  em: EntityManager,
  id: string,
  command: () => Promise<T>,
  entity: EntityName<CommandTarget> = InvoiceRow,
): Promise<T> {
  const answer = limitCommands(id, async () => {
    const commandPendingSince = new Date()
    await em.nativeUpdate(entity, { id }, { commandPendingSince })
    const result = await command()
    await em.nativeUpdate(entity, { id, commandPendingSince }, { commandPendingSince: null })
    return result
  })
  return answer.catch((error: unknown) => {
    if (!(error instanceof LimiterTimeoutError)) throw error
    throw new TemporalUnavailableError('too many commands wait for this workflow', { cause: error })
  })
}

interface CommandTarget {
  id: string
  commandPendingSince?: Date | null | undefined
}

const PLACE_WAIT_MS = 10_000
/**
 * A run takes ten updates at once, and another api process needs a share.
 *
 * @see https://docs.temporal.io/self-hosted-guide/defaults
 */
const limitCommands = createKeyedLimiter(5, PLACE_WAIT_MS)
