import * as wf from '@temporalio/workflow'

/**
 * `Date.now()` can differ in a replay after a local activity.
 *
 * @see docs/decisions/0002-replay-guard.md
 */
export class TaskClock {
  #now = Date.now()
  #isHistoryLong = wf.workflowInfo().continueAsNewSuggested

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
