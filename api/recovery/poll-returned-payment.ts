import { setTimeout as wait } from 'node:timers/promises'
import { PaymentAttemptRow } from '../../db/entities/index.ts'
import type { ApiDeps } from '../deps.ts'
import { reportPaymentStatus } from '../webhooks/report-payment-status.ts'

/** How long after a payer came back their payment is read, in milliseconds; after that the workflow does, every hour. */
const AFTER_MS = [0, 5_000, 15_000, 60_000, 300_000]

/** Who comes back again so soon begins no other round of reads: those of the last one are about to come. */
const SOON_MS = 15_000

/**
 * Reads the payment of a payer who comes back from their bank, so that a webhook that is late or lost keeps nobody
 * waiting. It goes on beside the answer to the payer, and nothing rests on it: the invoice's workflow reads the payment
 * too, as often as it takes. A read that fails is made up for by the next.
 *
 * @returns a function that begins it, one round at a time for each attempt; a later return begins anew
 */
export function createReturnChecks(deps: ApiDeps): (attempt: PaymentAttemptRow) => void {
  const { em, rails, log, stopping, returnChecksMs = AFTER_MS } = deps
  const rounds = new Map<string, { begunAt: number }>()

  return ({ id }) => {
    const last = rounds.get(id)
    if (last && Date.now() - last.begunAt < SOON_MS) return
    const round = { begunAt: Date.now() }
    const isLatest = () => rounds.get(id) === round
    rounds.set(id, round)
    check(id, round.begunAt, isLatest)
      // Only the wait can fail, when the process is to stop.
      .catch(() => undefined)
      .finally(() => isLatest() && rounds.delete(id))
  }

  async function check(attemptId: string, begunAt: number, isLatest: () => boolean): Promise<void> {
    for (const afterMs of returnChecksMs) {
      const ms = Math.max(0, begunAt + afterMs - Date.now())
      await wait(ms, undefined, { ref: false, ...(stopping ? { signal: stopping } : {}) })
      if (!isLatest() || (await isFinal(attemptId))) return
    }
  }

  /** Reads the payment at its rail, unless it is known already what became of it. */
  async function isFinal(attemptId: string): Promise<boolean> {
    try {
      const attempt = await em.fork().findOneOrFail(PaymentAttemptRow, { id: attemptId })
      const { status, providerPaymentId } = attempt
      if (!providerPaymentId || status === 'settled' || status === 'failed') return true
      const reading = await rails.get(attempt.rail).readPayment(providerPaymentId)
      await reportPaymentStatus(deps, attempt, providerPaymentId, reading, { by: 'bank' })
    } catch (error) {
      if (!stopping?.aborted)
        log.warn({ err: error, attempt: attemptId }, 'the payment could not be read on return')
    }
    return false
  }
}
