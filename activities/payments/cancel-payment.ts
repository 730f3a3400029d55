import { PaymentAttemptRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { Rails } from '../../integrations/bank/rails.ts'

/** Cancels the attempt that a new one replaces. An attempt without a bank page cannot be authorised. */
export async function cancelSuperseded(
  em: EntityManager,
  rails: Rails,
  attemptId: string,
): Promise<'cancelled' | 'too_late'> {
  const attempt = await em.findOneOrFail(PaymentAttemptRow, { id: attemptId })
  if (attempt.status === 'settled' || attempt.status === 'processing') return 'too_late'
  if (attempt.status === 'failed' || !attempt.providerPaymentId) return 'cancelled'
  return cancelAtRail(rails, attempt, attempt.providerPaymentId)
}

/** Longer than any bank keeps its page open for a payer. */
const ABANDONED_AFTER_MS = 60 * 60_000

/**
 * Cancels a payment that waits for its payer. Some rails cannot cancel, or are not configured any more. Such a
 * payment counts as cancelled after its bank page has expired. Later money is a late payment.
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
