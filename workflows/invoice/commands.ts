import * as wf from '@temporalio/workflow'
import * as invoice from '../../domain/invoice/index.ts'
import { payments, records } from '../shared/activity-options.ts'
import {
  type MerchantUpdate,
  type MerchantUpdateResult,
  PAY_WAIT_MS,
  type PayRequest,
  type PayResult,
} from './contract.ts'
import { isFailure } from '../shared/is-activity-failure.ts'
import type { InvoiceEntity } from './entity.ts'

/**
 * A payer's press of the button, in its turn.
 *
 * @param pressedAt by the real clock: after too long its payer was told that nothing came of it
 */
export async function pay(
  subject: InvoiceEntity,
  request: PayRequest,
  pressedAt: number,
): Promise<PayResult> {
  if (Date.now() - pressedAt > PAY_WAIT_MS) return { outcome: 'refused', refused: 'payment_in_progress' }
  const decision = invoice.decide(subject.state, { type: 'pay', ...request, at: subject.now() })
  if ('refused' in decision) return { outcome: 'refused', refused: decision.refused }
  const { attemptId } = request
  if (decision.events.length === 0) {
    return { outcome: 'started', attemptId: invoice.liveAttempt(subject.state)?.id ?? attemptId }
  }
  try {
    const result = await payments.startPayment({
      ...subject.activityTarget(),
      attemptId,
      events: decision.events,
    })
    if (result.outcome === 'refused') return result
    if (result.outcome === 'stale_request') return { ...result, attemptId }
    subject.apply(result.events)
    return { outcome: result.outcome, attemptId }
  } catch (error) {
    if (!isFailure(error)) throw error
    // How far it came is in the log; a payment that may exist at the bank is checked later.
    await subject.load(false)
    return { outcome: 'bank_unavailable', attemptId }
  }
}

/** What the merchant asks: decided in its turn, and answered when its first consequences are known. */
export async function handleCommand(
  subject: InvoiceEntity,
  request: MerchantUpdate,
): Promise<MerchantUpdateResult> {
  const decision = needsCalendar(request)
    ? await reschedule(subject, request)
    : await subject.execute({ ...request, at: subject.now() })
  if ('refused' in decision) return { outcome: 'refused', refused: decision.refused }
  // Whether it can be voided is for the bank to say; if it answers, so can we.
  if (request.type === 'void' && invoice.liveAttempt(subject.state)) await subject.checkPayment()
  if (request.type !== 'advance_clock') return { outcome: 'done', settled: true }
  return { outcome: 'done', settled: await advanceThroughDeadlines(subject) }
}

type CalendarRequest = Extract<MerchantUpdate, { type: 'amend' | 'resume' }>

/** Dates follow from the merchant's calendar, which a workflow does not have: its data differs between machines. */
export function needsCalendar(request: MerchantUpdate): request is CalendarRequest {
  return request.type === 'amend' || request.type === 'resume'
}

async function reschedule(subject: InvoiceEntity, request: CalendarRequest): Promise<invoice.Decision> {
  const knownDecisions = subject.state.decisionCount
  const decision = await records.reschedule({
    invoiceId: subject.id,
    request,
    now: subject.now(),
    knownDecisions,
  })
  if ('events' in decision) subject.apply(decision.events)
  return decision
}

/**
 * Lives through the time by which the clock was advanced, one deadline after the other, each at its instant.
 *
 * @returns whether all that follows from it is done; false if a provider keeps us waiting
 */
async function advanceThroughDeadlines(subject: InvoiceEntity): Promise<boolean> {
  const aheadMs = subject.state.testClockOffsetMs
  for (;;) {
    const next = subject.nextDeadline(isOfInvoicesClock)
    if (!next || next.at > Date.now() + aheadMs) break
    subject.clockOffsetMs = Math.max(subject.clockOffsetMs, next.at - Date.now())
    await subject.onDeadline(next)
    if (!(await isIdle(subject))) break
  }
  subject.clockOffsetMs = aheadMs
  // The bank's clock is the real one: what is open there is read once.
  await subject.checkPayment()
  for (const { id } of invoice.openRefunds(subject.state)) await subject.checkRefund(id)
  return isIdle(subject)
}

function isOfInvoicesClock({ reason }: invoice.Deadline): boolean {
  return reason !== 'payment_check' && reason !== 'refund_check'
}

function isIdle({ runningEffects }: InvoiceEntity): Promise<boolean> {
  return wf.condition(() => runningEffects.size === 0, '20 seconds')
}
