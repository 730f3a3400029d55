import { byRail } from '../../../domain/invoice/index.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { logFailure } from '../../../clients/outages.ts'
import { PaymentAttemptRow } from '../../../db/entities/index.ts'
import { readOneOrFail } from '../../../db/prepared.ts'
import { forwardPaymentReport } from '../../../inbound/payment-report.ts'
import type { ApiDeps } from '../../deps.ts'

const POLL_AFTER_MS = [0, 5_000, 15_000, 60_000, 300_000]

const SAME_RETURN_MS = 15_000

export function createReturnPolls(deps: ApiDeps): (attempt: PaymentAttemptRow) => void {
  const { rails, stopping, background, returnPollsMs = POLL_AFTER_MS } = deps
  const rounds = new Map<string, { startedAt: number }>()

  return ({ id }) => {
    const last = rounds.get(id)
    if (last && Date.now() - last.startedAt < SAME_RETURN_MS) return
    const round = { startedAt: Date.now() }
    const isLatest = () => rounds.get(id) === round
    rounds.set(id, round)
    const polls = poll(id, round.startedAt, isLatest)
      .catch(() => undefined)
      .finally(() => {
        if (isLatest()) rounds.delete(id)
        background.delete(polls)
      })
    background.add(polls)
  }

  async function poll(attemptId: string, startedAt: number, isLatest: () => boolean): Promise<void> {
    for (const afterMs of returnPollsMs) {
      const ms = Math.max(0, startedAt + afterMs - Date.now())
      await wait(ms, undefined, { ref: false, ...(stopping ? { signal: stopping } : {}) })
      if (!isLatest() || (await isFinal(attemptId))) return
    }
  }

  async function isFinal(attemptId: string): Promise<boolean> {
    try {
      const em = deps.em.fork()
      const attempt = await readOneOrFail(em, PaymentAttemptRow, 'r.id = ?', [attemptId])
      const { status, providerPaymentId } = attempt
      if (!providerPaymentId || status === 'settled' || status === 'failed') return true
      const report = await rails[attempt.mode].get(attempt.rail).readPayment(providerPaymentId)
      await forwardPaymentReport({ ...deps, em }, attempt, providerPaymentId, report, byRail(attempt.rail))
    } catch (error) {
      if (!stopping?.aborted)
        logFailure(deps, 'warn', { err: error, attempt: attemptId }, 'return_poll.failed')
    }
    return false
  }
}
