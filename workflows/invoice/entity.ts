import * as wf from '@temporalio/workflow'
import * as invoice from '../../domain/invoice/index.ts'
import { payments, records } from '../shared/activity-options.ts'
import { invoiceStatusAttribute } from './contract.ts'
import { isFailure } from '../shared/is-activity-failure.ts'
import { runEffect } from './effects.ts'

/**
 * An invoice as its workflow holds it: what its log adds up to, what is being done outside for it, and its clock.
 * Everything that changes it goes through `take` or `apply`, one thing after the other.
 */
export class InvoiceEntity {
  readonly id: string
  /** Keys of the work that is being done outside. */
  readonly runningEffects = new Set<string>()
  /** How many pieces of it are done. */
  completedEffects = 0
  /** What rails said that contradicts the log, by payment or refund, until they were asked and gave a final answer. */
  readonly unconfirmedReports = new Map<string, invoice.RailReport>()
  /** When payments and refunds were last read at their rail. */
  readonly #lastPolledAt: Record<string, number> = {}
  #state: invoice.InvoiceState | undefined
  /** How far its clock is ahead; while a test's time passes less than the state's own. Milliseconds. */
  clockOffsetMs = 0

  /** What the run was begun to do. */
  readonly #version: number

  constructor(id: string, version = 1) {
    this.id = id
    this.#version = version
  }

  get isLoaded(): boolean {
    return this.#state !== undefined
  }

  get state(): invoice.InvoiceState {
    if (!this.#state) throw wf.ApplicationFailure.nonRetryable('the invoice is not open yet')
    return this.#state
  }

  /** By the invoice's own clock, which in test mode can be ahead. */
  now(): number {
    return Date.now() + this.clockOffsetMs
  }

  /** How activities name it. */
  activityTarget(): { invoiceId: string; testClockOffsetMs?: number } {
    return this.clockOffsetMs > 0
      ? { invoiceId: this.id, testClockOffsetMs: this.clockOffsetMs }
      : { invoiceId: this.id }
  }

  /** Reads the log, which is the truth; a draft is issued first if that is asked. */
  async load(issue: boolean): Promise<void> {
    const log = await records.openInvoice({ invoiceId: this.id, issue, now: Date.now() })
    this.#state = invoice.fold(log)
    this.clockOffsetMs = this.#state.testClockOffsetMs
    this.startPendingEffects()
  }

  /**
   * What a rail says of a payment or a refund. If it contradicts the log the rail is asked, here and now: nothing is
   * recorded between its answer and what is decided on it.
   */
  async handleRailReport(report: invoice.RailReport): Promise<void> {
    // A try of startPayment that was given up may have gone on and written an attempt that is not known here.
    const isOfUnknown = report.type === 'bank_report' && !invoice.hasAttempt(this.state, report.attemptId)
    if (isOfUnknown) await this.load(false)
    if (!invoice.conflictsWithLog(this.state, report)) {
      await this.execute(report)
      // What an activity recorded, and has not answered yet, becomes known as the report is taken.
      if (!invoice.conflictsWithLog(this.state, report)) return
    }
    if (this.#version >= 2 || wf.patched('contradictions are asked about')) {
      this.unconfirmedReports.set(invoice.subjectOf(report), report)
      await this.#confirmWithRail(report)
    } else await this.execute({ ...report, verifiedWithRail: true })
  }

  async #confirmWithRail(report: invoice.RailReport): Promise<void> {
    const subject = invoice.subjectOf(report)
    try {
      const answer = await this.#read(report)
      await this.execute(answer)
      if (invoice.isFinal(answer)) this.unconfirmedReports.delete(subject)
    } catch (error) {
      if (!isFailure(error)) throw error
    }
    this.#lastPolledAt[subject] = this.now()
  }

  /** What the rail says now, for the same cause. */
  async #read(report: invoice.RailReport): Promise<invoice.RailReport> {
    const asked = { cause: report.cause, verifiedWithRail: true } as const
    if (report.type === 'bank_report') {
      const { attemptId, providerPaymentId } = report
      const said = await payments.readPayment({ attemptId, providerPaymentId })
      return { type: report.type, ...said, ...asked, at: this.now() }
    }
    const said = await payments.checkRefund({ invoiceId: this.id, refundId: report.refundId })
    return { type: report.type, ...said, ...asked, at: this.now() }
  }

  /** Decides, records, acts. */
  async execute(command: invoice.InvoiceCommand): Promise<invoice.Decision> {
    for (;;) {
      const decision = invoice.decide(this.state, command)
      if ('refused' in decision || decision.events.length === 0) {
        this.startPendingEffects()
        return decision
      }
      const { events } = decision
      const knownDecisions = this.state.decisionCount
      const record = await records.recordEvents({ invoiceId: this.id, events, knownDecisions })
      // A worker can die, or Temporal refuse a task, after something was recorded and before that is known here.
      if (record) this.#state = invoice.fold(record.missed)
      else {
        this.apply(events)
        return decision
      }
    }
  }

  /** Takes up events that are recorded already. */
  apply(events: invoice.InvoiceEvent[]): void {
    const before = this.state.status
    this.#state = invoice.fold(events, this.state)
    const { status } = this.#state
    if ((before === 'overdue') !== (status === 'overdue') && invoice.isPayable(status)) {
      const value = status === 'overdue' ? status : 'open'
      wf.upsertSearchAttributes([{ key: invoiceStatusAttribute, value }])
    }
    this.startPendingEffects()
  }

  /** Work outside goes on beside everything else: a mail provider that is down delays no payment. */
  startPendingEffects(): void {
    for (const work of invoice.pendingEffects(this.state, this.now())) {
      if (!this.runningEffects.has(work.key)) void this.#do(work)
    }
  }

  async #do(work: invoice.PendingEffect): Promise<void> {
    this.runningEffects.add(work.key)
    const events = await runEffect(this.activityTarget(), work)
    this.runningEffects.delete(work.key)
    this.completedEffects += 1
    // Nothing came of it because the log knows better than we do what is owed.
    if (events.length === 0) await this.load(false)
    else this.apply(events)
  }

  /** What it waits for next by itself; a reminder that is being sent is not waited for. */
  nextDeadline(isMeant: (deadline: invoice.Deadline) => boolean = () => true): invoice.Deadline | undefined {
    const isWaitedFor = (one: invoice.Deadline) =>
      isMeant(one) && !this.runningEffects.has(`reminder:${one.of}:${one.at}`)
    const next = invoice.nextDeadline(this.state, this.#lastPolledAt, isWaitedFor)
    const checks = [...this.unconfirmedReports].map(([of, { type, at: since }]) => {
      const reason = type === 'bank_report' ? 'payment_check' : 'refund_check'
      return { at: invoice.nextCheck(since, this.#lastPolledAt[of]), reason, of } as const
    })
    return [...(next ? [next] : []), ...checks.filter(isMeant)].toSorted((a, b) => a.at - b.at)[0]
  }

  async onDeadline({ reason, of = '' }: invoice.Deadline): Promise<void> {
    const doubt = this.unconfirmedReports.get(of)
    if (doubt) await this.#confirmWithRail(doubt)
    else if (reason === 'payment_check') await this.checkPayment()
    else if (reason === 'refund_check') await this.checkRefund(of)
    else await this.execute({ type: 'deadline', at: this.now() })
  }

  /** Reads the payment that is open at its rail, and stops it if its money is not wanted any more. */
  async checkPayment(): Promise<void> {
    const attempt = invoice.liveAttempt(this.state)
    if (!attempt) return
    try {
      const cancel = invoice.shouldCancel(this.state, attempt)
      const report = await payments.checkPayment({ ...this.activityTarget(), attemptId: attempt.id, cancel })
      await this.handleRailReport({ type: 'bank_report', ...report, at: this.now() })
    } catch (error) {
      if (!isFailure(error)) throw error
    }
    this.#lastPolledAt[attempt.id] = this.now()
  }

  /** Reads a refund at its rail. */
  async checkRefund(refundId: string): Promise<void> {
    try {
      const report = await payments.checkRefund({ invoiceId: this.id, refundId })
      await this.handleRailReport({ type: 'refund_report', ...report, at: this.now() })
    } catch (error) {
      if (!isFailure(error)) throw error
    }
    this.#lastPolledAt[refundId] = this.now()
  }
}
