import * as wf from '@temporalio/workflow'
import * as invoice from '../../domain/invoice/index.ts'
import { records } from '../shared/activity-options.ts'
import {
  type MerchantUpdate,
  type MerchantUpdateResult,
  PAY_WAIT_MS,
  type PayRequest,
  type PayResult,
} from './contract.ts'
import type { InvoiceEntity } from './entity.ts'

/** @param pressedAt milliseconds since 1970, by the real clock */
export async function pay(entity: InvoiceEntity, request: PayRequest, pressedAt: number): Promise<PayResult> {
  if (entity.clock.now() - pressedAt > PAY_WAIT_MS)
    return { outcome: 'refused', refused: 'payment_in_progress' }
  const { attemptId } = request
  const amount = invoice.amountRequested(entity.state)
  for (;;) {
    const decision = invoice.decide(entity.state, { type: 'pay', ...request, at: entity.now() })
    if ('refused' in decision) return { outcome: 'refused', refused: decision.refused }
    if (decision.events.length === 0) {
      return { outcome: 'started', attemptId: invoice.liveAttempt(entity.state)?.id ?? attemptId }
    }
    const { decisionCount } = entity.state
    const result = await entity.startPayment(attemptId, decision.events)
    if (result.outcome === 'refused') return result
    if (result.outcome !== 'stale_request') return { outcome: result.outcome, attemptId }
    // The log can have decisions unknown to the workflow after a lost workflow task.
    await entity.load()
    const isCurrent = entity.state.decisionCount === decisionCount
    if (isCurrent || invoice.amountRequested(entity.state) !== amount) return { ...result, attemptId }
  }
}

export async function handleCommand(
  entity: InvoiceEntity,
  request: MerchantUpdate,
): Promise<MerchantUpdateResult> {
  const decision = isDecidedInActivity(request)
    ? await decideInActivity(entity, request)
    : await entity.execute({ ...request, at: entity.now() })
  if ('refused' in decision) return { outcome: 'refused', refused: decision.refused }
  if (request.type === 'void' && invoice.liveAttempt(entity.state)) await entity.checkPayment()
  if (request.type !== 'advance_clock') return { outcome: 'done', settled: true }
  return { outcome: 'done', settled: await advanceThroughDeadlines(entity) }
}

type ActivityRequest = Extract<MerchantUpdate, { type: 'amend' | 'resume' | 'credit' }>

/**
 * An activity computes the dates, because time-zone data can differ between machines.
 * Credit notes need lines, and histories must not contain them.
 */
export function isDecidedInActivity(request: MerchantUpdate): request is ActivityRequest {
  return request.type === 'amend' || request.type === 'resume' || request.type === 'credit'
}

async function decideInActivity(entity: InvoiceEntity, request: ActivityRequest): Promise<invoice.Decision> {
  const knownDecisions = entity.state.decisionCount
  const input = { invoiceId: entity.id, now: entity.now(), knownDecisions }
  const decision =
    request.type === 'credit'
      ? await records.credit({ ...input, request })
      : await records.reschedule({ ...input, request })
  if (decision.isBehind) await entity.load()
  else if ('events' in decision) entity.apply(decision.events)
  return decision
}

async function advanceThroughDeadlines(entity: InvoiceEntity): Promise<boolean> {
  const targetOffsetMs = entity.state.testClockOffsetMs
  for (;;) {
    const next = entity.nextDeadline(isOfInvoiceClock)
    if (!next || next.at > entity.clock.now() + targetOffsetMs) break
    entity.clockOffsetMs = Math.max(entity.clockOffsetMs, next.at - entity.clock.now())
    await entity.onDeadline(next)
    if (!(await isIdle(entity))) break
  }
  entity.clockOffsetMs = targetOffsetMs
  await entity.checkPayment()
  for (const { id } of invoice.openRefunds(entity.state)) await entity.checkRefund(id)
  return isIdle(entity)
}

function isOfInvoiceClock({ reason }: invoice.Deadline): boolean {
  return reason !== 'payment_check' && reason !== 'refund_check'
}

function isIdle({ runningEffects }: InvoiceEntity): Promise<boolean> {
  return wf.condition(() => runningEffects.size === 0, '20 seconds')
}
