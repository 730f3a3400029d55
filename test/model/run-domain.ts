import {
  automatic,
  byRail,
  deadlines,
  type Decision,
  decide,
  fold,
  type InvoiceCommand,
  type InvoiceEvent,
  type InvoiceState,
  shouldCancel,
  liveAttempt,
  type MerchantRequest,
  type PendingEffect,
  pendingEffects,
  reminderBlocker,
} from '../../domain/invoice/index.ts'

export const ACTOR = { type: 'api_key' } as const

export type Unsigned<T> = T extends { actor: unknown } ? Omit<T, 'actor'> : T

export class DomainRun {
  readonly log: InvoiceEvent[] = []
  state: InvoiceState = fold([])
  aheadMs = 0
  readonly atBank = new Set<string>()
  lastRequest: MerchantRequest | undefined
  readonly #clock: () => number

  constructor(issued: InvoiceEvent, clock: () => number = Date.now) {
    this.#clock = clock
    this.apply([issued])
    this.#letTheOutsideWork()
  }

  now(): number {
    return this.#clock() + this.aheadMs
  }

  apply(events: readonly InvoiceEvent[]): void {
    this.log.push(...events)
    this.state = fold(events, this.state)
  }

  take(command: InvoiceCommand): Decision {
    const decision = decide(this.state, command)
    if ('events' in decision) this.apply(decision.events)
    this.#letTheOutsideWork()
    return decision
  }

  pay(command: Extract<InvoiceCommand, { type: 'pay' }>): Decision {
    const decision = decide(this.state, command)
    if ('refused' in decision || decision.events.length === 0) return decision
    const { attemptId } = command
    const key = `payment_authorizing:${attemptId}`
    const taken = { type: 'payment_authorizing', key, at: this.now(), cause: byRail('truelayer') } as const
    this.apply([...decision.events, { ...taken, attemptId, providerPaymentId: 'p' }])
    this.#letTheOutsideWork()
    return decision
  }

  ask(unsigned: Unsigned<MerchantRequest>): Decision {
    const request: MerchantRequest = { ...unsigned, actor: ACTOR }
    this.lastRequest = request
    return request.type === 'advance_clock' ? this.#advance(request) : this.take(request)
  }

  #advance(request: MerchantRequest): Decision {
    const decision = this.take(request)
    if ('refused' in decision) return decision
    const target = this.state.testClockOffsetMs
    for (;;) {
      const next = deadlines(this.state).find(({ reason }) => !reason.endsWith('_check'))
      if (!next || next.at > this.#clock() + target) break
      this.aheadMs = Math.max(this.aheadMs, next.at - this.#clock())
      this.take({ type: 'deadline', at: this.now() })
    }
    this.aheadMs = target
    return decision
  }

  #letTheOutsideWork(): void {
    for (;;) {
      const live = liveAttempt(this.state)
      if (live && live.status !== 'processing' && shouldCancel(this.state, live)) {
        const report = { type: 'payment_report', attemptId: live.id, providerPaymentId: 'p' } as const
        const decision = decide(this.state, {
          ...report,
          status: 'failed',
          at: this.now(),
          cause: byRail('truelayer'),
        })
        if ('events' in decision) this.apply(decision.events)
        continue
      }
      const due = deadlines(this.state).find(
        ({ at, reason }) => at <= this.now() && !reason.endsWith('_check'),
      )
      const decision = due && decide(this.state, { type: 'deadline', at: this.now() })
      if (decision && 'events' in decision && decision.events.length > 0) {
        this.apply(decision.events)
        continue
      }
      const [work] = pendingEffects(this.state, this.now())
      if (!work) return
      this.apply(this.#done(work))
    }
  }

  #done(work: PendingEffect): InvoiceEvent[] {
    const stamp = { key: work.key, at: this.now(), cause: automatic } as const
    const sent = { ...stamp, channel: 'email', messageId: 'm' } as const
    switch (work.kind) {
      case 'invoice':
        return [{ ...sent, type: 'sent', channel: work.channel, delivery: work.delivery }]
      case 'receipt':
        return [{ ...sent, type: 'receipt_sent', paymentId: work.paymentId }]
      case 'refund_notice':
        return [{ ...sent, type: 'refund_notice_sent', refundId: work.refundId }]
      case 'credit_note':
        return [{ ...sent, type: 'credit_note_sent', creditNoteId: work.creditNoteId }]
      case 'void_notice':
        return [{ ...sent, type: 'void_notice_sent', channel: work.channel, voidId: work.voidId }]
      case 'notice':
        return [{ ...stamp, type: 'merchant_notified', notice: work.noticeId, messageId: 'm' }]
      case 'reminder':
        return [this.#reminded(work.reminderId, stamp)]
      case 'refund':
        return this.#refunded(work.refundId, stamp)
    }
  }

  #reminded(reminderId: string, stamp: Pick<InvoiceEvent, 'key' | 'at' | 'cause'>): InvoiceEvent {
    const reminder = this.state.reminders.find(({ id }) => id === reminderId)
    if (!reminder) throw new RangeError(`no reminder ${reminderId}`)
    const reason = reminderBlocker(this.state, reminder)
    if (reason) return { ...stamp, type: 'reminder_skipped', reminderId, reason }
    const channels = reminder.channels.filter((channel) => !this.state.blocked[channel])
    return { ...stamp, type: 'reminded', reminderId, channels, messageIds: [] }
  }

  #refunded(refundId: string, stamp: Pick<InvoiceEvent, 'key' | 'at' | 'cause'>): InvoiceEvent[] {
    const refund = this.state.refunds.find(({ id }) => id === refundId)
    if (!refund || !this.atBank.has(refund.attemptId ?? '')) {
      return [
        { ...stamp, key: `refund_failed:${refundId}`, type: 'refund_failed', refundId, reason: 'not there' },
      ]
    }
    return [
      { ...stamp, type: 'refund_submitted', refundId, providerRefundId: 'r' },
      { ...stamp, key: `${stamp.key}:executed`, type: 'refund_executed', refundId },
    ]
  }
}
