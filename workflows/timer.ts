import { sleep } from '@temporalio/workflow'
import type { Deadline } from '../domain/invoice/index.ts'

/**
 * Makes sure that a timer fires at the deadline or before. A pending timer that fires earlier serves as well:
 * whoever waits looks again. So none is ever cancelled, and a new one is started only for a sooner deadline.
 *
 * @param pending the instants of the timers that have not fired yet; each leaves the set when it fires.
 */
export function startTimer(pending: Set<number>, deadline: Deadline): void {
  for (const at of pending) if (at <= deadline.at) return
  pending.add(deadline.at)
  const forget = () => void pending.delete(deadline.at)
  void sleep(Math.max(deadline.at - Date.now(), 1), { summary: deadline.reason }).then(forget, forget)
}
