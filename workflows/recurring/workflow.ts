import * as wf from '@temporalio/workflow'
import {
  decide,
  nextDeadline,
  type RecurringDeadline,
  type RecurringRefusal,
} from '../../domain/recurring/index.ts'
import { describeRecurring } from './details.ts'
import { RecurringEntity } from './entity.ts'
import * as contract from './contract.ts'
import { startTimer } from '../shared/earliest-timer.ts'
import { refusal } from '../shared/refusal.ts'
import { waitForWork } from '../shared/wait-for-work.ts'

const STEPS_PER_TASK = 20

export async function recurringWorkflow({ recurringId }: contract.RecurringWorkflowInput): Promise<void> {
  const queue: (() => Promise<unknown>)[] = []
  const timers = new Set<number>()
  const recurring = new RecurringEntity(recurringId)

  wf.setHandler(contract.recurringStateQuery, () => (recurring.isLoaded ? recurring.state : undefined))
  wf.setHandler(contract.reloadRecurringSignal, () => {
    recurring.clock.read()
    queue.push(() => recurring.load())
  })
  for (const update of Object.values(contract.recurringUpdates)) {
    wf.setHandler(update, runCommand, { validator: validateCommand })
  }

  let steps = 0
  await recurring.load()
  for (;;) {
    const deadline = nextDeadline(recurring.state)
    wf.setCurrentDetails(describeRecurring(recurring.state, deadline))
    if (isTimeForNewRun()) await wf.continueAsNew<typeof recurringWorkflow>({ recurringId })
    const next = queue.shift()
    if (next) await next()
    else if (!recurring.isIdle) await step()
    else if (isComplete()) return
    else await waitForNext(deadline)
  }

  /**
   * A normal activity ends the workflow task, so waiting updates can run.
   *
   * @see https://docs.temporal.io/local-activity
   */
  async function step(): Promise<void> {
    steps += 1
    const endsTask = steps % STEPS_PER_TASK === 0
    await recurring.step(endsTask ? 'ends_task' : 'in_task')
    if (endsTask) recurring.clock.read()
  }

  async function waitForNext(deadline: RecurringDeadline | undefined): Promise<void> {
    if (deadline) {
      const at = deadline.at - recurring.state.testClockOffsetMs
      startTimer(timers, at, `occurrence ${deadline.of}`, recurring.clock)
    }
    await waitForWork(queue, timers, recurring, isComplete)
  }

  function isComplete(): boolean {
    return (
      recurring.state.status === 'ended' && recurring.runningEffects.size === 0 && wf.allHandlersFinished()
    )
  }

  function isTimeForNewRun(): boolean {
    const isSuggested = recurring.clock.isHistoryLong
    return (
      isSuggested && queue.length === 0 && recurring.runningEffects.size === 0 && wf.allHandlersFinished()
    )
  }

  async function runCommand(request: contract.RecurringUpdate): Promise<contract.RecurringUpdateResult> {
    recurring.clock.read()
    const refused = await new Promise<RecurringRefusal | undefined>((resolve, reject) => {
      queue.push(() => recurring.handleCommand(request).then(resolve, reject))
    })
    if (refused) return { outcome: 'refused', refused }
    const settled = recurring.isIdle || (await wf.condition(() => recurring.isIdle, contract.SETTLE_WAIT_MS))
    return { outcome: 'done', settled, processedUntil: recurring.processedUntil }
  }

  function validateCommand(request: contract.RecurringUpdate, knownEvents = 0): void {
    if (!recurring.isLoaded || recurring.isBehind(knownEvents) || request.type === 'change') return
    // The activity decides due occurrences first, so the next occurrence is unknown to the validator.
    if (request.type === 'skip' && (recurring.state.status === 'paused' || !recurring.isIdle)) return
    const at = Date.now() + recurring.state.testClockOffsetMs
    const decision = decide(recurring.state, { ...request, at })
    if ('refused' in decision) throw refusal(decision.refused)
  }
}
