import type { SignalDefinition } from '@temporalio/common'
import * as wf from '@temporalio/workflow'
import { type Deadline, decide, type InvoiceCommand } from '../../domain/invoice/index.ts'
import * as contract from './contract.ts'
import { describe } from './details.ts'
import { InvoiceEntity } from './entity.ts'
import { isDecidedInActivity, handleCommand, pay } from './commands.ts'
import { startTimer } from '../shared/earliest-timer.ts'
import { refusal } from '../shared/refusal.ts'
import { waitForWork } from '../shared/wait-for-work.ts'

export async function invoiceWorkflow({
  invoiceId,
  initialReport,
}: contract.InvoiceWorkflowInput): Promise<void> {
  // A call of `patched` must precede the first local activity: docs/decisions/0002-replay-guard.md
  const queue: (() => Promise<unknown>)[] = []
  const timers = new Set<number>()
  const invoice = new InvoiceEntity(invoiceId)

  wf.setHandler(contract.stateQuery, () => (invoice.isLoaded ? invoice.state : undefined))
  onSignal(contract.viewedSignal, () => {
    const at = invoice.now()
    return () => invoice.execute({ type: 'view', at })
  })
  onSignal(
    contract.paymentReportSignal,
    (report) => () => invoice.handleRailReport({ type: 'payment_report', ...report }),
  )
  onSignal(
    contract.refundReportSignal,
    (report) => () => invoice.handleRailReport({ type: 'refund_report', ...report }),
  )
  onSignal(
    contract.deliveryFailureSignal,
    (report) => () => invoice.execute({ type: 'delivery_failure', ...report }),
  )
  onSignal(contract.addressReopenedSignal, (reopening) => async () => {
    // An activity can record the failure before the workflow has the activity's result.
    if (!invoice.state.blocked[reopening.channel]) await invoice.load()
    return invoice.execute({ type: 'reopen_address', ...reopening })
  })
  onSignal(contract.reloadSignal, () => () => invoice.load())
  onSignal(
    contract.linkRequestSignal,
    ({ linkId }) =>
      () =>
        invoice.execute({ type: 'request_link', linkId, at: invoice.now() }),
  )
  wf.setHandler(
    contract.payUpdate,
    (request: contract.PayRequest, knownDecisions?: number) => {
      invoice.clock.read()
      const pressedAt = invoice.clock.now()
      return enqueue(() => pay(invoice, request, pressedAt), knownDecisions)
    },
    {
      validator: (request: contract.PayRequest, knownDecisions?: number) =>
        validateCommand({ type: 'pay', ...request, at: realNow() }, knownDecisions),
    },
  )
  for (const update of Object.values(contract.merchantUpdates)) {
    const handle = (request: contract.MerchantUpdate, knownDecisions?: number) => {
      invoice.clock.read()
      return enqueue(() => handleCommand(invoice, request), knownDecisions)
    }
    wf.setHandler(update, handle, {
      validator: (request: contract.MerchantUpdate, knownDecisions?: number) => {
        if (!isDecidedInActivity(request)) validateCommand({ ...request, at: realNow() }, knownDecisions)
      },
    })
  }

  await invoice.load()
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
    const { runningEffects, clock, clockOffsetMs, state, unconfirmedReports } = invoice
    wf.setCurrentDetails(describe(state, deadline))
    const isIdle = runningEffects.size === 0 && unconfirmedReports.size === 0 && wf.allHandlersFinished()
    if (invoice.clock.isHistoryLong && isIdle) {
      await wf.continueAsNew<typeof invoiceWorkflow>({ invoiceId })
    }
    if (deadline) startTimer(timers, deadline.at - clockOffsetMs, deadline.reason, clock)
    await waitForWork(queue, timers, invoice, () => isComplete(deadline))
  }

  function isComplete(deadline: Deadline | undefined): boolean {
    return !deadline && invoice.runningEffects.size === 0 && wf.allHandlersFinished()
  }

  function onSignal<A extends unknown[]>(
    signal: SignalDefinition<A>,
    toTask: (...args: A) => () => Promise<unknown>,
  ): void {
    wf.setHandler(signal, (...args: A) => {
      invoice.clock.read()
      queue.push(toTask(...args))
    })
  }

  function enqueue<T>(task: () => Promise<T>, knownDecisions = 0): Promise<T> {
    const run = async () => {
      if (invoice.isBehind(knownDecisions)) await invoice.load()
      return task()
    }
    return new Promise((resolve, reject) => {
      queue.push(() => run().then(resolve, reject))
    })
  }

  /** Only validators may call `realNow`, because `Date.now()` can differ in a replay. */
  function realNow(): number {
    return Date.now() + invoice.clockOffsetMs
  }

  function validateCommand(command: InvoiceCommand, knownDecisions = 0): void {
    if (!invoice.isLoaded || invoice.isBehind(knownDecisions)) return
    const decision = decide(invoice.state, command)
    if ('refused' in decision) throw refusal(decision.refused)
  }
}
