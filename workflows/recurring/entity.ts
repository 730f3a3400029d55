import * as wf from '@temporalio/workflow'
import type { RecurringRecordActivities } from '../../activities/recurring/types.ts'
import * as recurring from '../../domain/recurring/index.ts'
import {
  recurringNotices,
  recurringRecords,
  recurringRecordsBetweenTasks,
} from '../shared/activity-options.ts'
import type { RecurringUpdate } from './contract.ts'
import { TaskClock } from '../shared/task-clock.ts'
import { startInvoice } from '../invoice/start-child.ts'

export class RecurringEntity {
  readonly id: string
  readonly clock = new TaskClock()
  readonly runningEffects = new Set<string>()
  completedEffects = 0
  #state: recurring.RecurringState | undefined

  constructor(id: string) {
    this.id = id
  }

  get isLoaded(): boolean {
    return this.#state !== undefined
  }

  get state(): recurring.RecurringState {
    if (!this.#state) throw wf.ApplicationFailure.nonRetryable('the recurring invoice is not loaded')
    return this.#state
  }

  now(): number {
    return this.clock.now() + this.state.testClockOffsetMs
  }

  isBehind(knownEvents: number): boolean {
    return this.isLoaded && this.state.seq < knownEvents
  }

  async load(): Promise<void> {
    this.#replaceState(await recurringRecords.loadRecurring({ recurringId: this.id }))
  }

  async handleCommand(command: RecurringUpdate): Promise<recurring.RecurringRefusal | undefined> {
    const result = await recurringRecords.commandRecurring({ recurringId: this.id, command, now: this.now() })
    this.#replaceState(result.state)
    return result.refused
  }

  get isIdle(): boolean {
    return recurring.isAtRest(this.state, this.now())
  }

  get processedUntil(): number {
    return recurring.processedUntil(this.state, this.now())
  }

  async step(mode: 'in_task' | 'ends_task'): Promise<void> {
    const records = mode === 'in_task' ? recurringRecords : recurringRecordsBetweenTasks
    const [due] = this.state.due
    if (due) return this.#issue(records, due.number)
    const command = { type: 'deadline' } as const
    const { state } = await records.commandRecurring({
      recurringId: this.id,
      command,
      now: this.now(),
    })
    this.#replaceState(state)
  }

  async #issue(records: RecurringRecordActivities, number: number): Promise<void> {
    const { state, start } = await records.issueOccurrence({ recurringId: this.id, number })
    this.#replaceState(state)
    const summary = `occurrence ${number} of ${this.id}`
    if (start) await startInvoice({ ...start, priorityKey: 1, summary })
  }

  /** Keeps the state with more events, because results of activities can arrive out of order. */
  #replaceState(state: recurring.RecurringState): void {
    if (!this.#state || state.seq >= this.#state.seq) this.#state = state
    for (const { id } of this.state.notices) if (!this.runningEffects.has(id)) void this.#notify(id)
  }

  /** No step waits for a notice, so a slow mail provider delays no invoice. */
  async #notify(notice: string): Promise<void> {
    this.runningEffects.add(notice)
    const state = await recurringNotices.sendRecurringNotice({ recurringId: this.id, notice })
    this.clock.read()
    this.runningEffects.delete(notice)
    this.completedEffects += 1
    this.#replaceState(state)
  }
}
