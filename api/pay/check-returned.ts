import { setTimeout as wait } from 'node:timers/promises'
import { PaymentAttemptRow } from '../../db/entities/index.ts'
import type { ApiDeps } from '../deps.ts'
import { tellReading } from '../webhooks/payment-report.ts'

/** How long after a payer came back their payment is read, in milliseconds; from a minute on the workflow does. */
const AFTER_MS = [0, 5_000, 15_000]

/**
 * Reads the payment of a payer who comes back from their bank, so that a webhook that is late or lost keeps nobody
 * waiting. It goes on beside the answer to the payer, and nothing rests on it: the invoice's workflow reads the payment
 * later, as often as it takes.
 *
 * @returns a function that begins it, once for each attempt at a time
 */
export function createReturnChecks(deps: ApiDeps): (attempt: PaymentAttemptRow) => void {
  const { em, rails, log, stopping, returnChecksMs = AFTER_MS } = deps
  const running = new Set<string>()

  async function check(attemptId: string): Promise<void> {
    let waited = 0
    for (const afterMs of returnChecksMs) {
      await wait(afterMs - waited, undefined, { ref: false, ...(stopping ? { signal: stopping } : {}) })
      waited = afterMs
      const attempt = await em.fork().findOneOrFail(PaymentAttemptRow, { id: attemptId })
      const { state, providerPaymentId } = attempt
      if (!providerPaymentId || state === 'settled' || state === 'failed') return
      const reading = await rails.get(attempt.rail).readPayment(providerPaymentId)
      await tellReading(deps, attempt, providerPaymentId, reading, { by: 'bank' })
    }
  }

  return ({ id }) => {
    if (running.has(id)) return
    running.add(id)
    check(id)
      .catch((error: unknown) => {
        if (!stopping?.aborted)
          log.warn({ err: error, attempt: id }, 'the payment could not be read on return')
      })
      .finally(() => running.delete(id))
  }
}
