import type { EntityName } from '@mikro-orm/core'
import { InvoiceRow } from '../db/entities/index.ts'
import type { EntityManager } from '../db/orm.ts'
import { TemporalUnavailableError } from './call-with-retry.ts'
import { createKeyedLimiter, LimiterTimeoutError } from './keyed-limiter.ts'

/**
 * Notes that the workflow of an invoice, or a plan, is being asked something, for as long as there is no answer. If
 * there never is one, the question may have been decided and recorded without the workflow's coming to know: a worker
 * that died at the wrong moment, a task that Temporal refused. The sweep then has it read its log again.
 *
 * @throws TemporalUnavailableError where too many ask the same one at once: nothing was asked
 */
export async function withPendingMark<T>(
  em: EntityManager,
  id: string,
  ask: () => Promise<T>,
  entity: EntityName<Askable> = InvoiceRow,
): Promise<T> {
  const turn = lanes(id, async () => {
    const commandPendingSince = new Date()
    await em.fork().nativeUpdate(entity, { id }, { commandPendingSince })
    const answer = await ask()
    await em.fork().nativeUpdate(entity, { id, commandPendingSince }, { commandPendingSince: null })
    return answer
  })
  return turn.catch((error: unknown) => {
    if (!(error instanceof LimiterTimeoutError)) throw error
    throw new TemporalUnavailableError('too much is asked of it at once', { cause: error })
  })
}

interface Askable {
  id: string
  commandPendingSince?: Date | null | undefined
}

const LANE_WAIT_MS = 10_000
/** Half of what Temporal takes, so that another process has room too. */
const lanes = createKeyedLimiter(5, LANE_WAIT_MS)
