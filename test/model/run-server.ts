import { appendUnderLock, loadEvents } from '../../db/invoices/event-store.ts'
import { CommandPayloadRow, InvoiceRow, MerchantRow, PaymentAttemptRow } from '../../db/entities/index.ts'
import { newId, siblingId } from '../../db/ids.ts'
import { numberedEvent } from '../../db/invoices/issue/issue-draft.ts'
import { rescheduleOf } from '../../activities/invoices/reschedule.ts'
import { addDays } from '../../domain/shared/calendar.ts'
import { DAY_MS } from '../../domain/shared/durations.ts'
import { TemporalUnavailableError } from '../../clients/call-with-retry.ts'
import {
  byProvider,
  byRail,
  fold,
  type InvoiceEvent,
  type InvoiceState,
  isWorkflowDecision,
} from '../../domain/invoice/index.ts'
import { invoiceWorkflowId, type MerchantUpdate } from '../../workflows/invoice/contract.ts'
import { call, control, createInvoice } from '../clients/client.ts'
import { again, persistent } from '../clients/retrying-client.ts'
import type { World } from '../support/harness.ts'
import { ACTOR, DomainRun, type Unsigned } from './run-domain.ts'
import { type RandomLife, refundReport, type Step, undoable } from './steps.ts'
import { waitFor } from '../support/wait.ts'

export interface PairedRun {
  id: string
  core: DomainRun
  row: InvoiceRow
  merchant: MerchantRow
  events: () => Promise<InvoiceEvent[]>
}

export async function runBoth(world: World, life: RandomLife): Promise<PairedRun> {
  const pair = await begin(world, life)
  for (const [index, step] of life.steps.entries()) {
    await play(world, pair, step)
    await agree(pair, `step ${index + 1}, ${JSON.stringify(step)}`)
  }
  return pair
}

async function begin(world: World, { deposit, rules }: RandomLife): Promise<PairedRun> {
  const customer = { name: 'Ada', email: `ada.${newId('cmd')}@customer.example`, phone: '+447700900555' }
  const asked = deposit > 0 ? { deposit: { percent: deposit } } : {}
  const { id } = await createInvoice(world, { send: 'draft', customer, amount: 10_000, ...asked })
  await appendUnderLock(world.em, id, async (_state, row, tx) => {
    const issued = await numberedEvent(tx, row, Date.now())
    return [
      {
        ...issued,
        rules: { latePaymentPolicy: rules.late_payment_policy, overpaymentPolicy: rules.overpayment_policy },
      },
    ]
  })
  const em = world.em.fork()
  const row = await em.findOneOrFail(InvoiceRow, { id })
  const merchant = await em.findOneOrFail(MerchantRow, { id: world.merchantId })
  const [issued] = await loadEvents(em, id)
  if (!issued) throw new RangeError('not issued')
  const core = new DomainRun(issued)
  await persistent(world.deps.invoices).start({ id, merchantId: world.merchantId })
  const pair = { id, core, row, merchant, events: () => loadEvents(world.em.fork(), id) }
  await agree(pair, 'the beginning')
  return pair
}

async function play(world: World, pair: PairedRun, step: Step): Promise<void> {
  const { id, core, row, merchant } = pair
  const invoices = persistent(world.deps.invoices)
  const invoice = { id, merchantId: world.merchantId }
  const commandId = newId('cmd')
  const at = core.now()
  const { state } = core
  switch (step.do) {
    case 'view':
      core.take({ type: 'view', at })
      return invoices.viewed(invoice)
    case 'pay': {
      const request = { attemptId: newId('pat'), rail: 'truelayer', bankId: step.bank } as const
      const link = { linkId: state.link?.id ?? '' }
      core.pay({ type: 'pay', ...request, ...link, at })
      await invoices.pay(invoice, { ...request, ...link }, 0)
      return undefined
    }
    case 'report':
      return report(world, id, core, step)
    case 'bounce': {
      const said = { channel: 'email', reason: 'bounced', messageId: step.messageId, at } as const
      core.take({ type: 'delivery_failure', ...said, cause: byProvider('postmark') })
      return invoices.reportDeliveryFailure(invoice, { ...said, cause: byProvider('postmark') })
    }
    case 'request_link': {
      const linkId = state.link?.id ?? ''
      core.take({ type: 'request_link', linkId, at })
      return invoices.requestLink(invoice, linkId)
    }
    case 'amend':
      return amend(world, pair, step)
    case 'resume': {
      const days = Math.round((at - (state.onHoldSince ?? at)) / DAY_MS)
      const facts = step.dates === 'shift' ? { dueDate: addDays(row.dueDate, days) } : {}
      const schedule = rescheduleOf(row, merchant, facts, state)
      const decision = core.ask({ type: 'resume', commandId, dates: step.dates, schedule, at })
      if ('events' in decision) Object.assign(row, facts)
      await invoices.command(invoice, { type: 'resume', commandId, actor: ACTOR, dates: step.dates }, 0)
      return undefined
    }
    case 'credit': {
      const amount = Math.floor((state.amount * step.part) / 100)
      const creditNoteId = siblingId('crn', commandId)
      const body = { credit: { wanted: { amount } } }
      await world.em
        .fork()
        .insert(CommandPayloadRow, { id: commandId, invoiceId: id, body, createdAt: new Date() })
      core.ask({ type: 'credit', commandId, creditNoteId, amount, at })
      await invoices.command(invoice, { type: 'credit', commandId, actor: ACTOR, creditNoteId }, 0)
      return undefined
    }
    case 'refund_failed':
    case 'refund_executed': {
      const refundId = state.refunds[step.index]?.id ?? 'ref_none'
      const said = refundReport(step.do, refundId, at)
      core.take({ type: 'refund_report', ...said })
      return invoices.reportRefund(invoice, said)
    }
    case 'advance_clock':
      core.ask({ type: 'advance_clock', commandId, byMs: step.days * DAY_MS, at })
      await invoices.command(
        invoice,
        { type: 'advance_clock', commandId, actor: ACTOR, byMs: step.days * DAY_MS },
        0,
      )
      return undefined
    case 'repeat': {
      const { lastRequest } = core
      if (!lastRequest || lastRequest.type === 'amend' || lastRequest.type === 'credit') return undefined
      core.ask({ ...lastRequest, at })
      await invoices.command(invoice, lastRequest, 0)
      return undefined
    }
    case 'lose_workflow':
      await world.client.workflow
        .getHandle(invoiceWorkflowId(id))
        .terminate('lost on purpose')
        .catch(() => undefined)
      return undefined
    case 'remind':
    case 'pause':
    case 'void':
    case 'regenerate_link':
    case 'record_payment':
    case 'undo_payment':
    case 'record_refund':
    case 'refund': {
      const request = requestOf(step, commandId, core)
      core.ask({ ...request, at })
      await invoices.command(invoice, { ...request, actor: ACTOR }, 0)
      return undefined
    }
  }
}

type SimpleStep = Extract<
  Step,
  {
    do:
      | 'remind'
      | 'pause'
      | 'void'
      | 'regenerate_link'
      | 'record_payment'
      | 'undo_payment'
      | 'record_refund'
      | 'refund'
  }
>
type SimpleRequest = Unsigned<Extract<MerchantUpdate, { type: SimpleStep['do'] }>>

function requestOf(step: SimpleStep, commandId: string, core: DomainRun): SimpleRequest {
  const share = (percent: number) => Math.floor((core.state.amount * percent) / 100)
  switch (step.do) {
    case 'remind':
      return { type: 'remind', commandId, reminderId: commandId, channels: [step.channel] }
    case 'pause':
      return { type: 'pause', commandId }
    case 'void':
      return { type: 'void', commandId }
    case 'regenerate_link': {
      // The link must not expire between the commands of core and server.
      const link = { linkId: newId('lnk'), expiresAt: core.now() + step.days * DAY_MS - DAY_MS / 24 }
      return {
        type: 'regenerate_link',
        commandId,
        ...link,
        channels: step.deliver ? ['email' as const] : [],
      }
    }
    case 'record_payment': {
      const payment = {
        paymentId: siblingId('pay', commandId),
        amount: share(step.part),
        receipt: step.receipt,
      }
      return { type: 'record_payment', commandId, ...payment, method: 'cash', paidOn: '2026-11-23' }
    }
    case 'undo_payment': {
      const paymentId = undoable(core.state)[step.index]?.id ?? 'pay_none'
      return { type: 'undo_payment', commandId, paymentId }
    }
    case 'record_refund': {
      const amount = step.part === 'overpayment' ? step.part : share(step.part)
      const given = { refundId: siblingId('ref', commandId), amount, method: 'cash' } as const
      return { type: 'record_refund', commandId, ...given, refundedOn: '2026-11-23' }
    }
    case 'refund': {
      const amount = step.part === 'overpayment' ? step.part : share(step.part)
      return { type: 'refund', commandId, refundId: siblingId('ref', commandId), amount }
    }
  }
}

async function report(
  world: World,
  id: string,
  core: DomainRun,
  { attempt: back, status, part, currency, times, confirmedByRail }: Extract<Step, { do: 'report' }>,
): Promise<void> {
  const attempt = core.state.attempts.at(-1 - back)
  if (!attempt) return
  const invoices = persistent(world.deps.invoices)
  const row = await world.em.fork().findOneOrFail(PaymentAttemptRow, { id: attempt.id })
  const amount = Math.floor((row.amount * part) / 100)
  const cause = byRail('truelayer')
  const said = {
    attemptId: attempt.id,
    providerPaymentId: 'p',
    status,
    amount,
    currency: 'GBP',
    ...(confirmedByRail ? { confirmedByRail } : {}),
    cause,
  } as const
  const isReal =
    status === 'settled' && part === 100 && currency === 'GBP' && attempt.status === 'authorizing'
  if (isReal) core.atBank.add(attempt.id)
  if (status === 'processing' && attempt.status === 'authorizing') {
    await control(world, `payments/${row.providerPaymentId}/authorise`, 'POST', { account: 'slow' })
  }
  for (let time = 0; time < times; time++) {
    const at = core.now()
    core.take({ type: 'payment_report', ...said, at })
    if (isReal && time === 0) {
      await control(world, `payments/${row.providerPaymentId}/authorise`)
      await control(world, `payments/${row.providerPaymentId}/settle`)
    } else await invoices.reportPayment({ id, merchantId: world.merchantId }, { ...said, at })
  }
}

async function amend(
  world: World,
  { id, core, row, merchant }: PairedRun,
  step: Extract<Step, { do: 'amend' }>,
): Promise<void> {
  const dueDate = addDays(new Date().toISOString().slice(0, 10), step.days)
  const plan = step.plan && {
    time: '09:00',
    steps: step.plan.map((days) => ({ days, channel: 'email' as const })),
  }
  const body = { due_date: dueDate, ...(plan ? { reminders: plan } : {}) }
  const key = { 'idempotency-key': newId('cmd') }
  const { status, json } = await again(async () => {
    const answer = await call(world, 'PATCH', `/v1/invoices/${id}`, body, key)
    if (answer.status === 503) throw new TemporalUnavailableError(JSON.stringify(answer.json))
    return answer
  })
  if (json['code'] === 'due_before_issue') return
  const changes = { dueDate, ...(plan ? { reminders: plan } : {}) }
  const schedule = rescheduleOf(row, merchant, changes, core.state)
  const at = core.now()
  const command = { type: 'amend' as const, commandId: newId('cmd'), schedule, at }
  const decision = core.ask({ ...command, changed: [], newAddress: [] })
  if ('refused' in decision !== status >= 300)
    throw new Error(`amend: ${status} against ${JSON.stringify(decision)}`)
  if ('events' in decision) Object.assign(row, changes)
}

function summary(state: InvoiceState): object {
  const {
    status,
    amountDue,
    amountPaid,
    amountRefunded,
    amountCredited,
    amountOverpaid,
    receipt,
    link,
    testClockOffsetMs,
    timesPaid,
  } = state
  return {
    status,
    amountDue,
    amountPaid,
    amountRefunded,
    amountCredited,
    amountOverpaid,
    receipt,
    testClockOffsetMs,
    timesPaid,
    link: link?.status,
    decisions: state.decisionCount,
    held: state.onHoldSince !== undefined,
    voidRequested: state.voidRequestedAt !== undefined,
    blocked: state.blocked,
    deliveries: Object.values(state.deliveries).map((is) => (is === 'delivered' ? 'sent' : is)),
    attempts: state.attempts.map((one) => one.status),
    payments: state.payments.map(({ amount, allocated, undone, receipt: is }) => ({
      amount,
      allocated,
      undone,
      is,
    })),
    refunds: state.refunds.map(({ amount, status: is, notice }) => ({ amount, is, notice })),
    reminders: state.reminders.map(({ status: is, why }) => ({ is, why })),
    notices: state.notices.map(({ id, status: is }) => `${id} ${is}`).toSorted(),
  }
}

export const PATIENCE_MS = 150_000

async function agree({ id, core, events }: PairedRun, where: string): Promise<void> {
  const expected = JSON.stringify(summary(core.state))
  const giveUpAt = Date.now() + PATIENCE_MS
  const seen = await waitFor(async () => {
    const found = JSON.stringify(summary(fold(await events())))
    return (found === expected || Date.now() > giveUpAt) && found
  })
  if (seen !== expected) {
    const logs = [core.log, await events()].map((log) => log.map(({ type }) => type).join(' '))
    throw new Error(`${id} at ${where}:\ncore   ${expected}\nserver ${seen}\n${logs.join('\n\n')}`)
  }
}

export function decisionsOf(log: readonly InvoiceEvent[]): string[] {
  return log
    .filter(isWorkflowDecision)
    .map((event) => ('amount' in event ? `${event.type} ${event.amount}` : event.type))
}

export function factsOf(log: readonly InvoiceEvent[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const event of log) {
    if (isWorkflowDecision(event) || event.type === 'delivered' || event.type === 'payment_processing')
      continue
    counts[event.type] = (counts[event.type] ?? 0) + 1
  }
  return counts
}
