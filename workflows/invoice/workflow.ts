import * as wf from '@temporalio/workflow'
import { type Deadline, decide, type InvoiceCommand } from '../../domain/invoice/index.ts'
import * as contract from './contract.ts'
import { describe } from './details.ts'
import { OpenInvoice } from './entity.ts'
import { needsCalendar, obey, pay } from './commands.ts'
import { startTimer } from '../shared/earliest-timer.ts'

/**
 * One invoice, from its issue until nothing can happen to it by itself any more: open it, send it, then take one
 * thing after the other, decide, record, act. Whatever comes after its end starts it again from its log.
 */
export async function invoiceWorkflow({
  invoiceId,
  begin,
  heard,
  version,
}: contract.InvoiceWorkflowInput): Promise<void> {
  const inbox: (() => Promise<unknown>)[] = []
  const timers = new Set<number>()
  const invoice = new OpenInvoice(invoiceId, version)

  wf.setHandler(contract.stateQuery, () => (invoice.isOpen ? invoice.state : undefined))
  wf.setHandler(contract.viewedSignal, () => {
    const at = invoice.now()
    inbox.push(() => invoice.take({ type: 'view', at }))
  })
  wf.setHandler(contract.bankReportSignal, (report) => {
    inbox.push(() => invoice.hear({ type: 'bank_report', ...report }))
  })
  wf.setHandler(contract.refundReportSignal, (report) => {
    inbox.push(() => invoice.hear({ type: 'refund_report', ...report }))
  })
  wf.setHandler(contract.deliveryFailureSignal, (report) => {
    inbox.push(() => invoice.take({ type: 'delivery_failure', ...report }))
  })
  wf.setHandler(contract.wakeSignal, () => {
    inbox.push(() => invoice.open(false))
  })
  wf.setHandler(contract.linkRequestSignal, ({ linkId }) => {
    inbox.push(() => invoice.take({ type: 'request_link', linkId, at: invoice.now() }))
  })
  wf.setHandler(contract.issueUpdate, async () => {
    await wf.condition(() => invoice.isOpen)
    if (invoice.state.status === 'draft') await inTurn(() => invoice.open(true))
    return { status: invoice.state.status }
  })
  wf.setHandler(
    contract.payUpdate,
    (request) => {
      const pressedAt = Date.now()
      return inTurn(() => pay(invoice, request, pressedAt))
    },
    { validator: (request) => refuseEarly({ type: 'pay', ...request, at: invoice.now() }) },
  )
  for (const update of Object.values(contract.merchantUpdates)) {
    wf.setHandler(update, (request) => inTurn(() => obey(invoice, request)), {
      validator: (request) => {
        if (!needsCalendar(request)) refuseEarly({ ...request, at: invoice.now() })
      },
    })
  }

  await invoice.open(begin === 'issue')
  if (heard) await invoice.hear(heard)
  for (;;) {
    const next = inbox.shift()
    const deadline = invoice.nextDeadline()
    if (next) await next()
    else if (deadline && deadline.at <= invoice.now()) await invoice.meet(deadline)
    else if (isOver(deadline)) return
    else await nextThing(deadline)
  }

  /** Waits for a message, for the deadline, or for a piece of work to be done. */
  async function nextThing(deadline: Deadline | undefined): Promise<void> {
    const { inHand, aheadMs, state, doubts } = invoice
    wf.setCurrentDetails(describe(state, deadline))
    const isIdle = inHand.size === 0 && doubts.size === 0 && wf.allHandlersFinished()
    if (wf.workflowInfo().continueAsNewSuggested && isIdle) {
      await wf.continueAsNew<typeof invoiceWorkflow>({
        invoiceId,
        begin: 'resume',
        version: contract.RUN_VERSION,
      })
    }
    if (deadline) startTimer(timers, deadline.at - aheadMs, deadline.reason)
    const { worksDone } = invoice
    const pending = timers.size
    await wf.condition(
      () => inbox.length > 0 || timers.size < pending || invoice.worksDone > worksDone || isOver(deadline),
    )
  }

  /** Nothing will happen by itself, nothing is on its way, and nobody waits for an answer. */
  function isOver(deadline: Deadline | undefined): boolean {
    return !deadline && invoice.inHand.size === 0 && wf.allHandlersFinished()
  }

  /** Runs the task when everything before it is done, and hands its outcome to the caller. */
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      inbox.push(() => task().then(resolve, reject))
    })
  }

  /** Refuses what is known by now to be impossible, so that it leaves no trace in the history. */
  function refuseEarly(command: InvoiceCommand): void {
    const decision = invoice.isOpen ? decide(invoice.state, command) : undefined
    if (decision && 'refused' in decision) throw contract.refusal(decision.refused)
  }
}
