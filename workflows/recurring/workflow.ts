import * as wf from '@temporalio/workflow'
import { decide, nextDeadline, type RecurringDeadline } from '../../domain/recurring/index.ts'
import { describeRecurring } from './details.ts'
import { OpenRecurring } from './entity.ts'
import * as contract from './contract.ts'
import { startTimer } from '../shared/earliest-timer.ts'

const STEPS_AT_ONCE = 20

/**
 * One recurring invoice, from its creation until its end: take one thing after the other, and at the instant of each
 * occurrence make its invoice. It begins from its log, at whatever moment the run before it was lost.
 */
export async function recurringWorkflow({ recurringId }: contract.RecurringWorkflowInput): Promise<void> {
  const inbox: (() => Promise<unknown>)[] = []
  const timers = new Set<number>()
  const plan = new OpenRecurring(recurringId)

  wf.setHandler(contract.recurringStateQuery, () => (plan.isOpen ? plan.state : undefined))
  wf.setHandler(contract.recurringWakeSignal, () => {
    inbox.push(() => plan.open())
  })
  for (const update of Object.values(contract.recurringUpdates)) {
    wf.setHandler(update, answer, { validator: refuseEarly })
  }

  let steps = 0
  await plan.open()
  for (;;) {
    const deadline = nextDeadline(plan.state)
    wf.setCurrentDetails(describeRecurring(plan.state, deadline))
    if (isTimeForNewRun()) await wf.continueAsNew<typeof recurringWorkflow>({ recurringId })
    const next = inbox.shift()
    if (next) await next()
    else if (!plan.isAtRest) await goOn()
    else if (isOver()) return
    else await nextThing(deadline)
  }

  /** Writes to the database alone keep Temporal waiting: now and then what was asked meanwhile is let in. */
  async function goOn(): Promise<void> {
    await plan.goOn()
    steps += 1
    if (steps % STEPS_AT_ONCE === 0) await wf.sleep(1, { summary: 'lets requests in' })
  }

  /** Waits for a request, for the deadline, or for a notice to be sent. */
  async function nextThing(deadline: RecurringDeadline | undefined): Promise<void> {
    if (deadline) {
      startTimer(timers, deadline.at - plan.state.clockMs, `occurrence ${deadline.of}`)
    }
    const { worksDone } = plan
    const pending = timers.size
    await wf.condition(
      () => inbox.length > 0 || timers.size < pending || plan.worksDone > worksDone || isOver(),
    )
  }

  /** Ended, nothing is on its way, and nobody waits for an answer. */
  function isOver(): boolean {
    return plan.state.status === 'ended' && plan.inHand.size === 0 && wf.allHandlersFinished()
  }

  function isTimeForNewRun(): boolean {
    const isSuggested = wf.workflowInfo().continueAsNewSuggested
    return isSuggested && inbox.length === 0 && plan.inHand.size === 0 && wf.allHandlersFinished()
  }

  /** In its turn; what follows from it may take longer than anyone waits, and goes on by itself then. */
  async function answer(request: contract.RecurringUpdate): Promise<contract.RecurringUpdateResult> {
    const result = await new Promise<contract.RecurringUpdateResult>((resolve, reject) => {
      inbox.push(() => plan.obey(request).then(resolve, reject))
    })
    if (result.outcome === 'refused') return result
    const settled = plan.isAtRest || (await wf.condition(() => plan.isAtRest, contract.SETTLE_WAIT_MS))
    return { outcome: 'done', settled, reachedAt: plan.reachedAt }
  }

  /** Refuses what is known by now to be impossible, so that it leaves no trace in the history. */
  function refuseEarly(request: contract.RecurringUpdate): void {
    if (!plan.isOpen || request.type === 'change') return
    // Which one is next is found out when it is decided about what has come, also during a pause.
    if (request.type === 'skip' && (plan.state.status === 'paused' || !plan.isAtRest)) return
    const decision = decide(plan.state, { ...request, at: plan.now() })
    if ('refused' in decision) throw contract.recurringRefusal(decision.refused)
  }
}
