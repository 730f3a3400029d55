import * as wf from '@temporalio/workflow'

/**
 * Shows the same instants in a replay, where `Date.now()` can differ after a local activity.
 *
 * @see docs/decisions/0002-replay-guard.md
 */
export class TaskClock {
  #now = Date.now()
  #isHistoryLong = wf.workflowInfo().continueAsNewSuggested

  /** Returns milliseconds since 1970. */
  now(): number {
    return this.#now
  }

  get isHistoryLong(): boolean {
    return this.#isHistoryLong
  }

  /** Only the first code after a message, timer or normal activity may call `read`. */
  read(): void {
    this.#now = Math.max(this.#now, Date.now())
    this.#isHistoryLong = wf.workflowInfo().continueAsNewSuggested
  }

  advance(ms: number): void {
    this.#now += ms
  }
}
