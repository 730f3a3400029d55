import * as wf from '@temporalio/workflow'
import { type Deadline, decide, type InvoiceCommand } from '../../domain/invoice/index.ts'
import * as contract from './contract.ts'
import { describe } from './details.ts'
import { InvoiceEntity } from './entity.ts'
import { needsCalendar, handleCommand, pay } from './commands.ts'
import { startTimer } from '../shared/earliest-timer.ts'
import { refusal } from '../shared/refusal.ts'

/**
 * Runs one invoice until no event or deadline remains. Messages, deadlines and results are handled one after
 * the other. A message after the end starts a new run, which begins from the log.
 */
export async function invoiceWorkflow({
  invoiceId,
  mode,
  initialReport,
}: contract.InvoiceWorkflowInput): Promise<void> {
  // A call of `patched` belongs before the first local activity. A later call does not replay if a query is
  // in the same task.
  const queue: (() => Promise<unknown>)[] = []
  const timers = new Set<number>()
  const invoice = new InvoiceEntity(invoiceId)

  wf.setHandler(contract.stateQuery, () => (invoice.isLoaded ? invoice.state : undefined))
  wf.setHandler(contract.viewedSignal, () => {
    const at = invoice.now()
    queue.push(() => invoice.execute({ type: 'view', at }))
  })
  wf.setHandler(contract.paymentReportSignal, (report) => {
    queue.push(() => invoice.handleRailReport({ type: 'payment_report', ...report }))
  })
  wf.setHandler(contract.refundReportSignal, (report) => {
    queue.push(() => invoice.handleRailReport({ type: 'refund_report', ...report }))
  })
  wf.setHandler(contract.deliveryFailureSignal, (report) => {
    queue.push(() => invoice.execute({ type: 'delivery_failure', ...report }))
  })
  wf.setHandler(contract.addressReopenedSignal, (reopening) => {
    queue.push(() => invoice.execute({ type: 'reopen_address', ...reopening }))
  })
  wf.setHandler(contract.reloadSignal, () => {
    queue.push(() => invoice.load(false))
  })
  wf.setHandler(contract.linkRequestSignal, ({ linkId }) => {
    queue.push(() => invoice.execute({ type: 'request_link', linkId, at: invoice.now() }))
  })
  wf.setHandler(contract.issueUpdate, async () => {
    await wf.condition(() => invoice.isLoaded)
    if (invoice.state.status === 'draft') await enqueue(() => invoice.load(true))
    return { status: invoice.state.status }
  })
  wf.setHandler(
    contract.payUpdate,
    (request) => {
      const pressedAt = Date.now()
      return enqueue(() => pay(invoice, request, pressedAt))
    },
    { validator: (request) => validateCommand({ type: 'pay', ...request, at: invoice.now() }) },
  )
  for (const update of Object.values(contract.merchantUpdates)) {
    wf.setHandler(update, (request) => enqueue(() => handleCommand(invoice, request)), {
      validator: (request) => {
        if (!needsCalendar(request)) validateCommand({ ...request, at: invoice.now() })
      },
    })
  }

  await invoice.load(mode === 'issue')
  if (initialReport) await invoice.handleRailReport(initialReport)
  for (;;) {
    const next = queue.shift()
    const deadline = invoice.nextDeadline()
    if (next) await next()
    else if (deadline && deadline.at <= invoice.now()) await invoice.onDeadline(deadline)
    else if (isComplete(deadline)) return
    else await waitForNext(deadline)
  }

  async function waitForNext(deadline: Deadline | undefined): Promise<void> {
    const { runningEffects, clockOffsetMs, state, unconfirmedReports } = invoice
    wf.setCurrentDetails(describe(state, deadline))
    const isIdle = runningEffects.size === 0 && unconfirmedReports.size === 0 && wf.allHandlersFinished()
    if (wf.workflowInfo().continueAsNewSuggested && isIdle) {
      await wf.continueAsNew<typeof invoiceWorkflow>({ invoiceId, mode: 'load' })
    }
    if (deadline) startTimer(timers, deadline.at - clockOffsetMs, deadline.reason)
    const { completedEffects } = invoice
    const pending = timers.size
    await wf.condition(
      () =>
        queue.length > 0 ||
        timers.size < pending ||
        invoice.completedEffects > completedEffects ||
        isComplete(deadline),
    )
  }

  /** Checks that no deadline, effect or caller is left. */
  function isComplete(deadline: Deadline | undefined): boolean {
    return !deadline && invoice.runningEffects.size === 0 && wf.allHandlersFinished()
  }

  /** Runs the task after all earlier ones, and returns the result to the caller. */
  function enqueue<T>(task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      queue.push(() => task().then(resolve, reject))
    })
  }

  /** Refuses an impossible command before the command becomes a part of the history. */
  function validateCommand(command: InvoiceCommand): void {
    const decision = invoice.isLoaded ? decide(invoice.state, command) : undefined
    if (decision && 'refused' in decision) throw refusal(decision.refused)
  }
}
