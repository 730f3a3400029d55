import { sleep } from '@temporalio/workflow'
import type { TaskClock } from './task-clock.ts'

/**
 * Makes sure that a timer fires at the deadline or earlier. A new timer starts only for an earlier deadline,
 * because each timer costs events.
 *
 * @param pending real instants of the timers that have not fired
 * @param at the deadline, by the real clock
 */
export function startTimer(pending: Set<number>, at: number, summary: string, clock: TaskClock): void {
  for (const earlier of pending) if (earlier <= at) return
  pending.add(at)
  const remove = () => {
    clock.read()
    pending.delete(at)
  }
  void sleep(Math.max(at - Date.now(), 1), { summary }).then(remove, remove)
}
