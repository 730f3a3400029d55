import * as wf from '@temporalio/workflow'
import type { StartPaymentResult } from '../../activities/invoices/types.ts'
import * as invoice from '../../domain/invoice/index.ts'
import { payments, records } from '../shared/activity-options.ts'
import { invoiceStatusAttribute, toStatusAttribute } from './contract.ts'
import { isFailure } from '../shared/is-activity-failure.ts'
import { TaskClock } from '../shared/task-clock.ts'
import { runEffect } from './effects.ts'

/** Messages and deadlines run one after the other, while effects finish at any time. */
export class InvoiceEntity {
  readonly id: string
  readonly clock = new TaskClock()
  readonly runningEffects = new Set<string>()
  completedEffects = 0
  readonly unconfirmedReports = new Map<string, invoice.RailReport>()
  /** Milliseconds since 1970, by the invoice's clock. */
  readonly #lastPolledAt: Record<string, number> = {}
  #state: invoice.InvoiceState | undefined
  #stateChanges = 0
  clockOffsetMs = 0

  constructor(id: string) {
    this.id = id
  }

  get isLoaded(): boolean {
    return this.#state !== undefined
  }

  get state(): invoice.InvoiceState {
    if (!this.#state) throw wf.ApplicationFailure.nonRetryable('the invoice is not loaded')
    return this.#state
  }

  now(): number {
    return this.clock.now() + this.clockOffsetMs
  }

  isBehind(knownDecisions: number): boolean {
    return this.isLoaded && this.state.decisionCount < knownDecisions
  }

  activityTarget(): { invoiceId: string; testClockOffsetMs?: number } {
    return this.clockOffsetMs > 0
      ? { invoiceId: this.id, testClockOffsetMs: this.clockOffsetMs }
      : { invoiceId: this.id }
  }

  /** Reads the log again if an effect changes the state meanwhile. */
  async load(): Promise<void> {
    let log: invoice.InvoiceEvent[]
    let changes: number
    do {
      changes = this.#stateChanges
      log = await records.loadInvoice({ invoiceId: this.id })
    } while (changes !== this.#stateChanges)
    this.#replaceState(invoice.fold(log))
    this.clockOffsetMs = this.state.testClockOffsetMs
    this.startPendingEffects()
  }

  async handleRailReport(report: invoice.RailReport): Promise<void> {
    // The state can lack events after a lost workflow task or a timed-out `startPayment`.
    if (!invoice.hasSubject(this.state, report)) await this.load()
    if (!invoice.conflictsWithLog(this.state, report)) {
      await this.execute(report)
      // `execute` can load new events that contradict the report.
      if (!invoice.conflictsWithLog(this.state, report)) return
    }
    this.unconfirmedReports.set(invoice.subjectOf(report), report)
    await this.#confirmWithRail(report)
  }

  async #confirmWithRail(report: invoice.RailReport): Promise<void> {
    const key = invoice.subjectOf(report)
    try {
      const verifiedReport = await this.#readReport(report)
      await this.execute(verifiedReport)
      if (invoice.isFinal(verifiedReport)) this.unconfirmedReports.delete(key)
    } catch (error) {
      if (!isFailure(error)) throw error
    }
    this.#lastPolledAt[key] = this.now()
  }

  async #readReport(report: invoice.RailReport): Promise<invoice.RailReport> {
    const verification = { cause: report.cause, confirmedByRail: true } as const
    if (report.type === 'payment_report') {
      const { attemptId, providerPaymentId } = report
      const target = { ...this.activityTarget(), attemptId, providerPaymentId }
      const paymentReport = await this.#timed(payments.readPayment(target))
      return { type: report.type, ...paymentReport, ...verification, at: this.now() }
    }
    const { refundId } = report
    const refundReport = await this.#timed(payments.checkRefund({ ...this.activityTarget(), refundId }))
    return { type: report.type, ...refundReport, ...verification, at: this.now() }
  }

  async #timed<T extends object>(call: Promise<T & { tookMs: number }>): Promise<T> {
    const { tookMs, ...result } = await call
    this.clock.advance(tookMs)
    return result as T
  }

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
      if (!record) {
        this.apply(events)
        return decision
      }
      // The log can have decisions unknown to the workflow after a lost workflow task.
      await this.load()
    }
  }

  apply(events: invoice.InvoiceEvent[]): void {
    this.#replaceState(invoice.fold(events, this.state))
    this.startPendingEffects()
  }

  #replaceState(state: invoice.InvoiceState): void {
    this.#state = state
    this.#stateChanges += 1
    const value = toStatusAttribute(state.status)
    const current = wf.workflowInfo().typedSearchAttributes.get(invoiceStatusAttribute)
    if (value !== current) wf.upsertSearchAttributes([{ key: invoiceStatusAttribute, value }])
  }

  /** Does not wait for the effects, so a slow mail provider delays no payment. */
  startPendingEffects(): void {
    for (const effect of invoice.pendingEffects(this.state, this.now())) {
      if (!this.runningEffects.has(effect.key)) void this.#run(effect)
    }
  }

  async #run(effect: invoice.PendingEffect): Promise<void> {
    this.runningEffects.add(effect.key)
    const events = await runEffect(this.activityTarget(), effect)
    this.clock.read()
    this.runningEffects.delete(effect.key)
    // An empty result can mean that the log has events unknown to the state.
    if (events.length === 0) await this.load()
    else this.apply(events)
    this.completedEffects += 1
  }

  /** Leaves out reminders in progress, because their deadlines have passed. */
  nextDeadline(
    isIncluded: (deadline: invoice.Deadline) => boolean = () => true,
  ): invoice.Deadline | undefined {
    const isAwaited = (one: invoice.Deadline) =>
      isIncluded(one) && !this.runningEffects.has(`reminder:${one.of}:${one.at}`)
    const next = invoice.nextDeadline(this.state, this.#lastPolledAt, isAwaited)
    const checks = [...this.unconfirmedReports].flatMap(([of, { type, at: since }]) => {
      const reason = type === 'payment_report' ? 'payment_check' : 'refund_check'
      const at = invoice.nextCheck(since, this.#lastPolledAt[of])
      return at === undefined ? [] : [{ at, reason, of } as const]
    })
    return [...(next ? [next] : []), ...checks.filter(isIncluded)].toSorted((a, b) => a.at - b.at)[0]
  }

  /** A payment can exist at the bank despite a failure of the activity. */
  async startPayment(
    attemptId: string,
    events: invoice.InvoiceEvent[],
  ): Promise<StartPaymentResult | { outcome: 'bank_unavailable' }> {
    try {
      const target = { ...this.activityTarget(), attemptId, events }
      const result = await this.#timed(payments.startPayment(target))
      if ('events' in result) this.apply(result.events)
      return result
    } catch (error) {
      if (!isFailure(error)) throw error
      await this.load()
      return { outcome: 'bank_unavailable' }
    }
  }

  async onDeadline({ reason, of = '' }: invoice.Deadline): Promise<void> {
    const unconfirmed = this.unconfirmedReports.get(of)
    if (unconfirmed) await this.#confirmWithRail(unconfirmed)
    else if (reason === 'payment_check') await this.checkPayment()
    else if (reason === 'refund_check') await this.checkRefund(of)
    else await this.execute({ type: 'deadline', at: this.now() })
  }

  async checkPayment(): Promise<void> {
    const attempt = invoice.liveAttempt(this.state)
    if (!attempt) return
    try {
      const cancel = invoice.shouldCancel(this.state, attempt)
      const target = { ...this.activityTarget(), attemptId: attempt.id, cancel }
      const report = await this.#timed(payments.checkPayment(target))
      await this.handleRailReport({ type: 'payment_report', ...report, at: this.now() })
    } catch (error) {
      if (!isFailure(error)) throw error
    }
    this.#lastPolledAt[attempt.id] = this.now()
  }

  async checkRefund(refundId: string): Promise<void> {
    try {
      const report = await this.#timed(payments.checkRefund({ ...this.activityTarget(), refundId }))
      await this.handleRailReport({ type: 'refund_report', ...report, at: this.now() })
    } catch (error) {
      if (!isFailure(error)) throw error
    }
    this.#lastPolledAt[refundId] = this.now()
  }
}
