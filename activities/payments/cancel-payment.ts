import { PaymentAttemptRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { Rails } from '../../integrations/bank/rails.ts'

/** An attempt whose page the payer never got cannot be authorised: nothing to cancel. */
export async function cancelSuperseded(
  em: EntityManager,
  rails: Rails,
  attemptId: string,
): Promise<'cancelled' | 'too_late'> {
  const earlier = await em.fork().findOneOrFail(PaymentAttemptRow, { id: attemptId })
  if (earlier.status === 'settled' || earlier.status === 'processing') return 'too_late'
  if (earlier.status === 'failed' || !earlier.providerPaymentId) return 'cancelled'
  return cancelAtRail(rails, earlier, earlier.providerPaymentId)
}

/** So long a bank keeps its page for a payer, and longer. */
const ABANDONED_AFTER_MS = 60 * 60_000

/**
 * A payment that waits for its payer and cannot be stopped blocks no other for longer than its payer would come back to
 * it. Should they do so yet, the money is taken as any that comes late. So it is with one at a rail that is not set up
 * any more.
 */
export async function cancelAtRail(
  rails: Rails,
  { rail: id, createdAt }: PaymentAttemptRow,
  providerPaymentId: string,
): Promise<'cancelled' | 'too_late'> {
  const rail = rails.ids.includes(id) ? rails.get(id) : undefined
  const outcome = rail?.capabilities.cancel ? await rail.cancelPayment(providerPaymentId) : 'not_cancellable'
  if (outcome !== 'not_cancellable') return outcome
  return Date.now() - createdAt.getTime() > ABANDONED_AFTER_MS ? 'cancelled' : 'too_late'
}
