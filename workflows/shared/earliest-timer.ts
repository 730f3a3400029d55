import { sleep } from '@temporalio/workflow'

/**
 * Makes sure that a timer fires at the deadline or before. A pending timer that fires earlier serves as well:
 * whoever waits looks again. So none is ever cancelled, and a new one is started only for a sooner deadline.
 *
 * @param pending the real instants of the timers that have not fired yet; each leaves the set when it fires.
 * @param at the deadline, by the real clock
 */
export function startTimer(pending: Set<number>, at: number, summary: string): void {
  for (const sooner of pending) if (sooner <= at) return
  pending.add(at)
  const forget = () => void pending.delete(at)
  void sleep(Math.max(at - Date.now(), 1), { summary }).then(forget, forget)
}
