import * as wf from '@temporalio/workflow'

/**
 * Shows the same instants in a replay. A query can move the end of a local activity to another task. The
 * value of `Date.now()` is then different.
 *
 * @see docs/decisions/0002-replay-guard.md
 */
export class TaskClock {
  #now = Date.now()
  #isHistoryLong = wf.workflowInfo().continueAsNewSuggested

  /** Returns milliseconds since 1970: the latest read, plus the durations of later local activities. */
  now(): number {
    return this.#now
  }

  /** `isHistoryLong` is true if the run should continue as new, as of the latest read. */
  get isHistoryLong(): boolean {
    return this.#isHistoryLong
  }

  /** Reads the real clock. Only the first code after a message, a timer or a normal activity may read. */
  read(): void {
    this.#now = Math.max(this.#now, Date.now())
    this.#isHistoryLong = wf.workflowInfo().continueAsNewSuggested
  }

  /** Adds a duration that a local activity measured, in milliseconds. */
  advance(ms: number): void {
    this.#now += ms
  }
}
