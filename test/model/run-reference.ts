import type { Schedule } from '../../domain/invoice/index.ts'
import {
  automatic,
  byProvider,
  byRail,
  type Decision,
  fold,
  type InvoiceEvent,
  liveAttempt,
} from '../../domain/invoice/index.ts'
import { refundReport, undoable } from './steps.ts'
import { DomainRun } from './run-domain.ts'
import { Reference } from './reference.ts'
import type { RandomLife, Step } from './steps.ts'

const DAY = 86_400_000
const START = Date.UTC(2026, 10, 23, 12)

function scheduleFor(dueDay: number, plan: number[], linkEnd: number): Schedule {
  const date = (day: number) => new Date(Math.floor(START / DAY) * DAY + day * DAY).toISOString().slice(0, 10)
  const dayAt = (day: number) => Date.parse(date(day))
  return {
    dueDate: date(dueDay),
    overdueAt: dayAt(dueDay) + DAY,
    linkExpiresAt: linkEnd,
    reminders: plan
      .map((days) => ({
        id: `${date(dueDay + days)}/email`,
        at: dayAt(dueDay + days) + 9 * 3_600_000,
        days,
        channels: ['email' as const],
      }))
      .toSorted((a, b) => a.at - b.at),
  }
}

export function liveByReference(life: RandomLife): InvoiceEvent[] {
  let real = START
  const clock = () => (real += 1)
  let dueDay = 14
  let plan = [-3, 0, 3, 7, 14]
  const first = scheduleFor(dueDay, plan, START + 45 * DAY)
  const issued: InvoiceEvent = {
    type: 'issued',
    key: 'issued',
    at: START,
    cause: automatic,
    number: '1',
    currency: 'GBP',
    amount: 10_000,
    ...(life.deposit > 0 ? { deposit: life.deposit * 100 } : {}),
    linkId: 'lnk_1',
    channels: ['email'],
    rules: {
      latePaymentPolicy: life.rules.late_payment_policy,
      overpaymentPolicy: life.rules.overpayment_policy,
    },
    mode: 'test',
    ...first,
  }
  const core = new DomainRun(issued, clock)
  const reference = new Reference(life, first.overdueAt, first.linkExpiresAt)
  let repeat: (() => void) | undefined

  for (const [index, step] of life.steps.entries()) {
    const before = core.log.length
    const said = play(step, index)
    reference.settle(core.now())
    compare(`step ${index + 1}, ${JSON.stringify(step)}`, said, core.log.length - before)
  }
  return core.log

  function play(step: Step, index: number): [string, string] {
    const at = core.now()
    const commandId = `cmd_${index}`
    const { state } = core
    if (step.do !== 'repeat' && step.do !== 'lose_workflow') repeat = undefined
    switch (step.do) {
      case 'view':
        core.take({ type: 'view', at })
        reference.viewed = true
        return ['', '']
      case 'pay': {
        const attemptId = `pat_${index}`
        const linkId = index % 5 === 4 ? 'lnk_old' : (state.link?.id ?? '')
        const command = { type: 'pay', attemptId, rail: 'truelayer', bankId: step.bank, linkId, at } as const
        const decision = core.pay(command)
        return [spoken(decision), reference.pay(attemptId, step.bank, linkId, at)]
      }
      case 'report': {
        const attempt = state.attempts.at(-1 - step.attempt)
        const modelled = reference.attempts.find(({ id }) => id === attempt?.id)
        if (!attempt || !modelled) return ['', '']
        const amount = Math.floor((attempt.amount * step.part) / 100)
        if (index % 3 > 0) {
          core.atBank.add(attempt.id)
          reference.atBank.add(attempt.id)
        }
        const { status, currency, confirmedByRail } = step
        for (let time = 0; time < step.times; time++) {
          const report = { attemptId: attempt.id, providerPaymentId: 'p', status, currency } as const
          const cause = byRail('truelayer')
          const asked = confirmedByRail ? { confirmedByRail } : {}
          core.take({ type: 'payment_report', ...report, ...asked, amount, at, cause })
          reference.report(modelled, status, amount, currency, confirmedByRail)
          reference.settle(core.now())
        }
        return ['', '']
      }
      case 'bounce': {
        const cause = byProvider('postmark')
        const bounce = { channel: 'email', reason: 'bounced', messageId: step.messageId } as const
        core.take({ type: 'delivery_failure', ...bounce, at, cause })
        reference.emailDead = true
        return ['', '']
      }
      case 'request_link':
        core.take({ type: 'request_link', linkId: state.link?.id ?? '', at })
        if (!reference.closed) reference.linkRequested.add(reference.linkId)
        return ['', '']
      case 'advance_clock': {
        const decision = core.ask({ type: 'advance_clock', commandId, byMs: step.days * DAY, at })
        repeat = () => undefined
        return [spoken(decision), 'ok']
      }
      case 'refund_failed':
      case 'refund_executed': {
        const refundId = state.refunds[step.index]?.id ?? 'none'
        core.take({ type: 'refund_report', ...refundReport(step.do, refundId, at) })
        if (step.do === 'refund_failed') reference.refundCameBack(step.index)
        else reference.refundWentAfterAll(step.index)
        return ['', '']
      }
      case 'amend': {
        const newPlan = step.plan ?? plan
        const end = state.link?.expiresAt ?? 0
        const later = step.days === dueDay ? end : Math.max(end, START + (step.days + 31) * DAY)
        const schedule = scheduleFor(step.days, newPlan, later)
        const request = { type: 'amend' as const, commandId, schedule, changed: [], newAddress: [], at }
        const decision = core.ask(request)
        repeat = () => undefined
        if ('events' in decision) [dueDay, plan] = [step.days, newPlan]
        return [spoken(decision), reference.amend(schedule.overdueAt, later, at, START)]
      }
      case 'resume': {
        const shift = step.dates === 'shift' ? Math.round((at - (state.onHoldSince ?? at)) / DAY) : 0
        const end = state.link?.expiresAt ?? 0
        const later = shift > 0 ? Math.max(end, START + (dueDay + shift + 31) * DAY) : end
        const schedule = scheduleFor(dueDay + shift, plan, later)
        const decision = core.ask({ type: 'resume', commandId, dates: step.dates, schedule, at })
        if ('events' in decision) dueDay += shift
        return [spoken(decision), reference.resume(schedule.overdueAt, later, at)]
      }
      case 'repeat': {
        const { lastRequest } = core
        const done = lastRequest && state.commandIds.includes(lastRequest.commandId)
        if (!lastRequest || !done) return ['', '']
        repeat?.()
        return [spoken(core.ask({ ...lastRequest, at })), 'nothing']
      }
      case 'lose_workflow':
        return ['', '']
      case 'remind': {
        const channels = [step.channel]
        const decision = core.ask({ type: 'remind', commandId, reminderId: commandId, channels, at })
        return [spoken(decision), reference.remind(step.channel, at)]
      }
      case 'pause':
        return [spoken(core.ask({ type: 'pause', commandId, at })), reference.hold()]
      case 'void':
        return [spoken(core.ask({ type: 'void', commandId, at })), reference.void()]
      case 'regenerate_link': {
        const link = { linkId: `lnk_${index + 2}`, expiresAt: at + step.days * DAY }
        const channels = step.deliver ? ['email' as const] : []
        const decision = core.ask({ type: 'regenerate_link', commandId, ...link, channels, at })
        return [spoken(decision), reference.newLink(link.linkId, link.expiresAt, step.deliver, at)]
      }
      case 'record_payment': {
        const paymentId = `pay_${index}`
        const amount = step.part * 100
        const payment = { paymentId, amount, receipt: step.receipt }
        const outside = { method: 'cash', paidOn: '2026-11-23' } as const
        const decision = core.ask({ type: 'record_payment', commandId, ...payment, ...outside, at })
        return [spoken(decision), reference.recordPayment(paymentId, amount, step.receipt)]
      }
      case 'undo_payment': {
        const paymentId = undoable(state)[step.index]?.id ?? 'none'
        const decision = core.ask({ type: 'undo_payment', commandId, paymentId, at })
        return [spoken(decision), reference.undoPayment(paymentId)]
      }
      case 'refund': {
        const wanted = step.part === 'overpayment' ? step.part : step.part * 100
        const amount = wanted === 'overpayment' ? wanted : wanted
        const decision = core.ask({ type: 'refund', commandId, refundId: `ref_${index}`, amount, at })
        return [spoken(decision), reference.refund(wanted)]
      }
      case 'credit': {
        const amount = step.part * 100
        const decision = core.ask({ type: 'credit', commandId, creditNoteId: `crn_c${index}`, amount, at })
        return [spoken(decision), reference.credit(amount)]
      }
      case 'record_refund': {
        const wanted = step.part === 'overpayment' ? step.part : step.part * 100
        const amount = wanted === 'overpayment' ? wanted : wanted
        const given = { refundId: `ref_${index}`, amount, method: 'cash', refundedOn: '2026-11-23' } as const
        const decision = core.ask({ type: 'record_refund', commandId, ...given, at })
        return [spoken(decision), reference.recordRefund(wanted)]
      }
    }
  }

  function compare(where: string, [core_, model]: [string, string], events: number): void {
    const { state, log } = core
    const problems: string[] = []
    const expect = (what: string, found: unknown, wanted: unknown) => {
      if (String(found) !== String(wanted))
        problems.push(`${what}: the core says ${String(found)}, the model ${String(wanted)}`)
    }
    expect('answer', core_, model)
    expect('status', state.status, reference.status)
    expect('due', state.amountDue, reference.due)
    expect('paid', state.amountPaid, Math.min(reference.received, reference.voided ? 0 : reference.left))
    expect('credited', state.amountCredited, reference.credited)
    expect('overpayment', state.amountOverpaid, reference.overpayment)
    expect('refunded', state.amountRefunded, reference.wentBack)
    expect('link', state.link?.status, reference.link)
    expect('held', state.onHoldSince !== undefined, reference.held)
    expect('to be voided', state.voidRequestedAt !== undefined, reference.voidAsked)
    expect('times paid', log.filter(({ type }) => type === 'paid').length, reference.timesPaid)
    expect(
      'attempts',
      state.attempts.map((one) => one.status),
      reference.attempts.map((one) => one.status),
    )
    expect(
      'refunds',
      state.refunds.map((one) => one.status),
      reference.refunds.map((one) => one.status),
    )
    expect('link requests', state.linkRequests.length, reference.linkRequested.size)
    expect(
      'receipts',
      state.payments.map(({ receipt }) => (receipt === 'none' ? 'none' : 'some')),
      reference.came.map(({ deservesReceipt }) => (deservesReceipt ? 'some' : 'none')),
    )
    if (!['', 'ok', 'nothing'].includes(core_)) expect('events of a refusal', events, 0)
    expect('facts recorded twice', log.length - new Set(log.map(({ key }) => key)).size, 0)
    expect('the log’s own state', JSON.stringify(fold(log)) === JSON.stringify(state), true)
    expect('open attempts', state.attempts.filter((one) => one === liveAttempt(state)).length <= 1, true)
    const receipts = log.filter(({ type }) => type === 'receipt_sent').map(({ key }) => key)
    expect('second receipts', receipts.length - new Set(receipts).size, 0)
    if (problems.length > 0)
      throw new Error(`${where}\n${problems.join('\n')}\n${log.map(({ type }) => type).join(' ')}`)
  }
}

function spoken(decision: Decision): string {
  if ('refused' in decision) return decision.refused
  return decision.events.length === 0 ? 'nothing' : 'ok'
}
