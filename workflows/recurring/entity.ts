import * as wf from '@temporalio/workflow'
import * as recurring from '../../domain/recurring/index.ts'
import { recurringNotices, recurringRecords } from '../shared/activity-options.ts'
import type { RecurringUpdate, RecurringUpdateResult } from './contract.ts'
import { startInvoice } from '../invoice/start-child.ts'

/** A recurring invoice as its workflow holds it: what its log adds up to, and what is being done outside for it. */
export class RecurringEntity {
  readonly id: string
  /** Notices that are on their way. */
  readonly runningEffects = new Set<string>()
  /** How many of them are done. */
  completedEffects = 0
  #state: recurring.RecurringState | undefined

  constructor(id: string) {
    this.id = id
  }

  get isLoaded(): boolean {
    return this.#state !== undefined
  }

  get state(): recurring.RecurringState {
    if (!this.#state) throw wf.ApplicationFailure.nonRetryable('the recurring invoice is not open yet')
    return this.#state
  }

  /** By the plan's own clock, which in test mode can be ahead. */
  now(): number {
    return Date.now() + this.state.testClockOffsetMs
  }

  /** Reads the log, which is the truth. */
  async load(): Promise<void> {
    this.#replaceState(await recurringRecords.openRecurring({ recurringId: this.id }))
  }

  /** What the merchant asks: decided and recorded under the plan's lock, with the dates that it leads to. */
  async handleCommand(command: RecurringUpdate): Promise<RecurringUpdateResult> {
    const told = await recurringRecords.tellRecurring({ recurringId: this.id, command, now: this.now() })
    this.#replaceState(told.state)
    if (told.refused) return { outcome: 'refused', refused: told.refused }
    return { outcome: 'done', settled: this.isIdle, processedUntil: this.processedUntil }
  }

  get isIdle(): boolean {
    return recurring.isAtRest(this.state, this.now())
  }

  get processedUntil(): number {
    return recurring.processedUntil(this.state, this.now())
  }

  /** Does the next thing whose time has come: makes an invoice that is due, or decides about the next occurrence. */
  async step(): Promise<void> {
    const [due] = this.state.due
    if (due) return this.#issue(due.number)
    const command = { type: 'deadline' } as const
    const told = await recurringRecords.tellRecurring({ recurringId: this.id, command, now: this.now() })
    this.#replaceState(told.state)
  }

  async #issue(number: number): Promise<void> {
    const { state, start } = await recurringRecords.issueOccurrence({ recurringId: this.id, number })
    this.#replaceState(state)
    const summary = `occurrence ${number} of ${this.id}`
    if (start) await startInvoice({ ...start, mode: 'issue', priorityKey: 1, summary })
  }

  /** Answers can overtake each other; the log only grows. */
  #replaceState(state: recurring.RecurringState): void {
    if (!this.#state || state.seq >= this.#state.seq) this.#state = state
    for (const { id } of this.state.notices) if (!this.runningEffects.has(id)) void this.#notify(id)
  }

  /** Beside everything else: a mail provider that is down delays no invoice. */
  async #notify(notice: string): Promise<void> {
    this.runningEffects.add(notice)
    const state = await recurringNotices.sendRecurringNotice({ recurringId: this.id, notice })
    this.runningEffects.delete(notice)
    this.completedEffects += 1
    this.#replaceState(state)
  }
}
