import type { Actor } from '../../domain/shared/cause.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

/**
 * Triggers record each change of a setting in the same transaction. Without this function they record the actor
 * `system`.
 */
export async function changeSettings<T>(
  em: EntityManager,
  actor: Actor,
  change: (tx: EntityManager) => Promise<T>,
  options: { clear?: boolean } = {},
): Promise<T> {
  return em.transactional(async (tx) => {
    await nameActor(tx, actor)
    return change(tx)
  }, options)
}

/** `tx` must be a transaction, with whose end the name is forgotten. */
export async function nameActor(tx: EntityManager, actor: Actor): Promise<void> {
  await executePrepared(tx, `select set_config('duewell.actor', ?, true)`, [JSON.stringify(actor)])
}
