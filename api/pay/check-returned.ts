import { setTimeout as wait } from 'node:timers/promises'
import { PaymentAttemptRow } from '../../db/entities/index.ts'
import type { ApiDeps } from '../deps.ts'
import { tellReading } from '../webhooks/payment-report.ts'

/** How long after a payer came back their payment is read, in milliseconds. */
const AFTER_MS = [0, 5_000, 15_000, 60_000, 300_000]

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
      const isOver = await readOnce(attemptId).catch((error: unknown) => {
        log.warn({ err: error, attempt: attemptId }, 'the payment could not be read on return')
        return false
      })
      if (isOver) return
    }
  }

  /** @returns whether there is nothing more to find out */
  async function readOnce(attemptId: string): Promise<boolean> {
    const attempt = await em.fork().findOneOrFail(PaymentAttemptRow, { id: attemptId })
    const { state, providerPaymentId } = attempt
    if (!providerPaymentId || state === 'settled' || state === 'failed') return true
    const reading = await rails.get(attempt.rail).readPayment(providerPaymentId)
    await tellReading(deps, attempt, providerPaymentId, reading, { by: 'bank' })
    return false
  }

  return ({ id }) => {
    if (running.has(id)) return
    running.add(id)
    check(id)
      .catch((error: unknown) => {
        if (!stopping?.aborted) log.warn({ err: error, attempt: id }, 'reading on return was broken off')
      })
      .finally(() => running.delete(id))
  }
}
