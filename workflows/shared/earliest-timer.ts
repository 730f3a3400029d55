import { sleep } from '@temporalio/workflow'

/**
 * Makes sure that a timer fires at the deadline or earlier. The caller then computes the next deadline. No timer is
 * cancelled and only an earlier deadline starts one, because each costs events.
 *
 * @param pending real instants of the timers that have not fired; a timer that fires removes itself
 * @param at the deadline, by the real clock
 */
export function startTimer(pending: Set<number>, at: number, summary: string): void {
  for (const earlier of pending) if (earlier <= at) return
  pending.add(at)
  const remove = () => void pending.delete(at)
  void sleep(Math.max(at - Date.now(), 1), { summary }).then(remove, remove)
}
