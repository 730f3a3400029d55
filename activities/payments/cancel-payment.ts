import { PaymentAttemptRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { ByMode } from '../../domain/shared/mode.ts'
import { type BankRail, RailUnavailableError } from '../../integrations/bank/rail.ts'
import type { Rails } from '../../integrations/bank/rails.ts'

export async function cancelSuperseded(
  em: EntityManager,
  rails: ByMode<Rails>,
  attemptId: string,
): Promise<'cancelled' | 'too_late'> {
  const attempt = await em.findOneOrFail(PaymentAttemptRow, { id: attemptId })
  if (attempt.status === 'settled' || attempt.status === 'processing') return 'too_late'
  if (attempt.status === 'failed' || !attempt.providerPaymentId) return 'cancelled'
  return cancelAtRail(rails, attempt, attempt.providerPaymentId)
}

const ABANDONED_AFTER_MS = 60 * 60_000

/** @throws RailUnavailableError */
export async function cancelAtRail(
  rails: ByMode<Rails>,
  attempt: PaymentAttemptRow,
  providerPaymentId: string,
): Promise<'cancelled' | 'too_late'> {
  const ofMode = rails[attempt.mode]
  const rail = ofMode.ids.includes(attempt.rail) ? ofMode.get(attempt.rail) : undefined
  const outcome = rail?.capabilities.cancel
    ? await cancel(rail, attempt, providerPaymentId)
    : 'not_cancellable'
  if (outcome !== 'not_cancellable') return outcome
  return isAbandoned(attempt) ? 'cancelled' : 'too_late'
}

export function isAbandoned({ createdAt }: PaymentAttemptRow): boolean {
  return Date.now() - createdAt.getTime() > ABANDONED_AFTER_MS
}

async function cancel(rail: BankRail, attempt: PaymentAttemptRow, providerPaymentId: string) {
  try {
    return await rail.cancelPayment(providerPaymentId)
  } catch (error) {
    if (!isAbandoned(attempt) || !(error instanceof RailUnavailableError)) throw error
    const { status } = await rail.readPayment(providerPaymentId)
    if (status !== 'authorizing') return status === 'failed' ? 'cancelled' : 'too_late'
    return 'not_cancellable'
  }
}
