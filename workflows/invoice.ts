import * as wf from '@temporalio/workflow'
import * as invoice from '../domain/invoice/index.ts'
import { messages, payments, records } from './activities.ts'
import * as contract from './contract.ts'
import { startTimer } from './timer.ts'

/**
 * One invoice, from its issue until nothing can happen to it by itself any more: open it, send it, then take one
 * thing after the other, decide, record, act. Whatever comes after its end starts it again from its log.
 */
export async function invoiceWorkflow({ invoiceId, begin }: contract.InvoiceWorkflowInput): Promise<void> {
  const inbox: (() => Promise<void>)[] = []
  const timers = new Set<number>()
  const sending = new Set<invoice.OwedMessage>()
  let state: invoice.InvoiceState | undefined
  let checkedAt: number | undefined

  wf.setHandler(contract.viewedSignal, () => {
    const at = Date.now()
    inbox.push(() => take({ type: 'view', at }))
  })
  wf.setHandler(contract.bankReportSignal, (report) => {
    inbox.push(() => take({ type: 'bank_report', ...report }))
  })
  wf.setHandler(contract.deliveryFailureSignal, (report) => {
    inbox.push(() => take({ type: 'delivery_failure', ...report }))
  })
  wf.setHandler(contract.issueUpdate, async () => {
    await wf.condition(() => state !== undefined)
    if (state?.status === 'draft') await inTurn(() => open(true))
    return { status: current().status }
  })
  wf.setHandler(
    contract.payUpdate,
    (request) => {
      const pressedAt = Date.now()
      return inTurn(() => pay(request, pressedAt))
    },
    {
      // Refuses early only what is known by now, so that pressing Pay on a paid invoice leaves no trace.
      validator: (request) => {
        const decision = state && invoice.decide(state, { type: 'pay', ...request, at: Date.now() })
        if (decision && 'refused' in decision) throw contract.refusal(decision.refused)
      },
    },
  )

  await open(begin === 'issue')
  for (;;) {
    const next = inbox.shift()
    const deadline = invoice.nextDeadline(current(), checkedAt)
    if (next) await next()
    else if (deadline && deadline.at <= Date.now()) await meet(deadline)
    else if (isOver(deadline)) return
    else await nextThing(deadline)
  }

  /** Reads the log, which is the truth; a draft is issued first if that is asked. */
  async function open(issue: boolean): Promise<void> {
    state = invoice.fold(await records.openInvoice({ invoiceId, issue, now: Date.now() }))
    sendWhatIsOwed()
  }

  /** Waits for a message, for the deadline, or for a letter on its way to be sent. */
  async function nextThing(deadline: invoice.Deadline | undefined): Promise<void> {
    wf.setCurrentDetails(describe(current(), deadline))
    if (wf.workflowInfo().continueAsNewSuggested && sending.size === 0 && wf.allHandlersFinished()) {
      await wf.continueAsNew<typeof invoiceWorkflow>({ invoiceId, begin: 'resume' })
    }
    if (deadline) startTimer(timers, deadline)
    const pending = timers.size + sending.size
    await wf.condition(() => inbox.length > 0 || timers.size + sending.size < pending || isOver(deadline))
  }

  /** Nothing will happen by itself, nothing is on its way, and nobody waits for an answer. */
  function isOver(deadline: invoice.Deadline | undefined): boolean {
    return !deadline && sending.size === 0 && wf.allHandlersFinished()
  }

  async function meet(deadline: invoice.Deadline): Promise<void> {
    if (deadline.reason === 'payment_check') await checkPayment()
    else await take({ type: 'deadline', at: Date.now() })
  }

  /** Decides, records, acts. A refusal here needs no answer: nobody waits for one. */
  async function take(command: invoice.InvoiceCommand): Promise<void> {
    // A try of startPayment that was given up may have gone on and written an attempt that is not known here.
    if (command.type === 'bank_report' && !invoice.hasAttempt(current(), command.attemptId)) await open(false)
    const decision = invoice.decide(current(), command)
    if ('refused' in decision || decision.events.length === 0) return
    await records.recordEvents({ invoiceId, events: decision.events })
    apply(decision.events)
  }

  async function pay(request: contract.PayRequest, pressedAt: number): Promise<contract.PayResult> {
    // Its payer was told long ago that nothing came of it.
    if (Date.now() - pressedAt > contract.PAY_WAIT_MS)
      return { outcome: 'refused', refused: 'payment_in_progress' }
    const decision = invoice.decide(current(), { type: 'pay', ...request, at: Date.now() })
    if ('refused' in decision) return { outcome: 'refused', refused: decision.refused }
    const { attemptId } = request
    if (decision.events.length === 0) {
      return { outcome: 'started', attemptId: invoice.liveAttempt(current())?.id ?? attemptId }
    }
    try {
      const result = await payments.startPayment({ invoiceId, attemptId, events: decision.events })
      if (result.outcome === 'refused') return result
      apply(result.events)
      return { outcome: result.outcome, attemptId }
    } catch (error) {
      if (!isFailure(error)) throw error
      // How far it came is in the log; a payment that may exist at the bank is checked later.
      await open(false)
      return { outcome: 'bank_unavailable', attemptId }
    }
  }

  async function checkPayment(): Promise<void> {
    const attempt = invoice.liveAttempt(current())
    if (!attempt) return
    try {
      const cancel = current().status === 'paid'
      const report = await payments.checkPayment({ invoiceId, attemptId: attempt.id, cancel })
      await take({ type: 'bank_report', ...report, at: Date.now() })
    } catch (error) {
      if (!isFailure(error)) throw error
    }
    checkedAt = Date.now()
  }

  function apply(events: invoice.InvoiceEvent[]): void {
    const before = current()
    state = invoice.fold(events, before)
    if (state.status === 'overdue' && before.status !== 'overdue') {
      wf.upsertSearchAttributes([{ key: contract.invoiceStatusAttribute, value: state.status }])
    }
    sendWhatIsOwed()
  }

  /** Letters go out beside everything else: a mail provider that is down delays no payment. */
  function sendWhatIsOwed(): void {
    for (const letter of invoice.owedMessages(current())) {
      if (!sending.has(letter)) void send(letter)
    }
  }

  async function send(letter: invoice.OwedMessage): Promise<void> {
    sending.add(letter)
    const event = await sendBy[letter]({ invoiceId })
    sending.delete(letter)
    apply([event])
  }

  /** Runs the task when everything before it is done, and hands its outcome to the caller. */
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      inbox.push(() => task().then(resolve, reject))
    })
  }

  function current(): invoice.InvoiceState {
    if (!state) throw wf.ApplicationFailure.nonRetryable('the invoice is not open yet')
    return state
  }
}

const sendBy: Record<invoice.OwedMessage, (input: { invoiceId: string }) => Promise<invoice.InvoiceEvent>> = {
  invoice_email: messages.sendInvoice,
  invoice_sms: messages.sendInvoiceText,
  receipt_email: messages.sendReceipt,
}

/** What an operator reads on the workflow's page. */
function describe(state: invoice.InvoiceState, deadline: invoice.Deadline | undefined): string {
  const next = deadline ? `${deadline.reason} at ${new Date(deadline.at).toISOString()}` : 'nothing by itself'
  return `**${state.status}**, link ${state.link?.state ?? 'none'}, delivery ${invoice.deliveryOf(state)}. Next: ${next}.`
}

/** An activity that was tried as often as it may be. The SDK wraps a local one's failure in no ActivityFailure. */
function isFailure(error: unknown): boolean {
  return error instanceof wf.TemporalFailure && !wf.isCancellation(error)
}
