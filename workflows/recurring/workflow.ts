import * as wf from '@temporalio/workflow'
import { decide, nextDeadline, type RecurringDeadline } from '../../domain/recurring/index.ts'
import { describeRecurring } from './details.ts'
import { RecurringEntity } from './entity.ts'
import * as contract from './contract.ts'
import { startTimer } from '../shared/earliest-timer.ts'

const STEPS_AT_ONCE = 20

/**
 * One recurring invoice, from its creation until its end: take one thing after the other, and at the instant of each
 * occurrence make its invoice. It begins from its log, at whatever moment the run before it was lost.
 */
export async function recurringWorkflow({ recurringId }: contract.RecurringWorkflowInput): Promise<void> {
  const queue: (() => Promise<unknown>)[] = []
  const timers = new Set<number>()
  const plan = new RecurringEntity(recurringId)

  wf.setHandler(contract.recurringStateQuery, () => (plan.isLoaded ? plan.state : undefined))
  wf.setHandler(contract.reloadRecurringSignal, () => {
    queue.push(() => plan.load())
  })
  for (const update of Object.values(contract.recurringUpdates)) {
    wf.setHandler(update, answer, { validator: validateCommand })
  }

  let steps = 0
  await plan.load()
  for (;;) {
    const deadline = nextDeadline(plan.state)
    wf.setCurrentDetails(describeRecurring(plan.state, deadline))
    if (isTimeForNewRun()) await wf.continueAsNew<typeof recurringWorkflow>({ recurringId })
    const next = queue.shift()
    if (next) await next()
    else if (!plan.isIdle) await step()
    else if (isComplete()) return
    else await waitForNext(deadline)
  }

  /** Writes to the database alone keep Temporal waiting: now and then what was asked meanwhile is let in. */
  async function step(): Promise<void> {
    await plan.step()
    steps += 1
    if (steps % STEPS_AT_ONCE === 0) await wf.sleep(1, { summary: 'lets requests in' })
  }

  /** Waits for a request, for the deadline, or for a notice to be sent. */
  async function waitForNext(deadline: RecurringDeadline | undefined): Promise<void> {
    if (deadline) {
      startTimer(timers, deadline.at - plan.state.testClockOffsetMs, `occurrence ${deadline.of}`)
    }
    const { completedEffects } = plan
    const pending = timers.size
    await wf.condition(
      () =>
        queue.length > 0 || timers.size < pending || plan.completedEffects > completedEffects || isComplete(),
    )
  }

  /** Ended, nothing is on its way, and nobody waits for an answer. */
  function isComplete(): boolean {
    return plan.state.status === 'ended' && plan.runningEffects.size === 0 && wf.allHandlersFinished()
  }

  function isTimeForNewRun(): boolean {
    const isSuggested = wf.workflowInfo().continueAsNewSuggested
    return isSuggested && queue.length === 0 && plan.runningEffects.size === 0 && wf.allHandlersFinished()
  }

  /** In its turn; what follows from it may take longer than anyone waits, and goes on by itself then. */
  async function answer(request: contract.RecurringUpdate): Promise<contract.RecurringUpdateResult> {
    const result = await new Promise<contract.RecurringUpdateResult>((resolve, reject) => {
      queue.push(() => plan.handleCommand(request).then(resolve, reject))
    })
    if (result.outcome === 'refused') return result
    const settled = plan.isIdle || (await wf.condition(() => plan.isIdle, contract.SETTLE_WAIT_MS))
    return { outcome: 'done', settled, processedUntil: plan.processedUntil }
  }

  /** Refuses what is known by now to be impossible, so that it leaves no trace in the history. */
  function validateCommand(request: contract.RecurringUpdate): void {
    if (!plan.isLoaded || request.type === 'change') return
    // Which one is next is found out when it is decided about what has come, also during a pause.
    if (request.type === 'skip' && (plan.state.status === 'paused' || !plan.isIdle)) return
    const decision = decide(plan.state, { ...request, at: plan.now() })
    if ('refused' in decision) throw contract.recurringRefusal(decision.refused)
  }
}
