import { sleep } from '@temporalio/workflow'
import type { TaskClock } from './task-clock.ts'

/**
 * Starts a timer only for an earlier deadline, because each timer adds events.
 *
 * @see https://docs.temporal.io/references/events
 * @param at milliseconds since 1970, by the real clock
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
