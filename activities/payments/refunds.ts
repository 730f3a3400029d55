import { LockMode } from '@mikro-orm/core'
import { appendEvents } from '../../db/invoices/event-store.ts'
import { InvoiceRow, PaymentAttemptRow, RefundRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import { automatic, byRail, type InvoiceEvent, type Rail } from '../../domain/invoice/index.ts'
import type { ByMode, Mode } from '../../domain/shared/mode.ts'
import type { Currency } from '../../domain/shared/money.ts'
import type { CreatedRefund } from '../../integrations/bank/rail.ts'
import type { Rails } from '../../integrations/bank/rails.ts'
import { referenceFor } from './reference-for.ts'
import { noteCheck } from './note-check.ts'
import { createSendClaim } from './send-claim.ts'
import type { PaymentActivities, RefundActivities } from '../invoices/types.ts'

export function createRefundActivities({
  em: shared,
  rails,
}: {
  em: EntityManager
  rails: ByMode<Rails>
}): RefundActivities & Pick<PaymentActivities, 'checkRefund'> {
  return {
    async submitRefund({ invoiceId, refundId, testClockOffsetMs = 0 }) {
      const em = shared.fork()
      const request = await persistRefund(em, rails, invoiceId, refundId)
      const claim = createSendClaim(em, 'refund', refundId)
      const created: CreatedRefund = request
        ? await rails[request.mode]
            .get(request.rail)
            .createRefund(refundId, request.providerPaymentId, request.body, claim)
        : { outcome: 'refused', reason: 'payment_provider_not_set_up' }
      const at = Date.now() + testClockOffsetMs
      const cause = request ? byRail(request.rail) : automatic
      const event: InvoiceEvent =
        created.outcome === 'created'
          ? {
              type: 'refund_submitted',
              key: `refund_submitted:${refundId}`,
              at,
              cause,
              refundId,
              providerRefundId: created.providerRefundId,
            }
          : {
              type: 'refund_failed',
              key: `refund_failed:${refundId}`,
              at,
              cause,
              refundId,
              reason: created.reason,
            }
      await appendEvents(em, invoiceId, [event])
      return [event]
    },

    async checkRefund({ refundId, testClockOffsetMs = 0 }) {
      const em = shared.fork()
      const { attemptId, providerRefundId } = await noteCheck(em, RefundRow, refundId, testClockOffsetMs)
      const attempt = await em.findOneOrFail(PaymentAttemptRow, { id: attemptId })
      const cause = byRail(attempt.rail)
      if (!providerRefundId || !attempt.providerPaymentId) return { refundId, cause, status: 'pending' }
      const report = await rails[attempt.mode]
        .get(attempt.rail)
        .readRefund(attempt.providerPaymentId, providerRefundId)
      return { refundId, cause, ...report }
    },
  }
}

async function persistRefund(
  em: EntityManager,
  rails: ByMode<Rails>,
  invoiceId: string,
  refundId: string,
): Promise<{ body: string; providerPaymentId: string; mode: Mode; rail: Rail } | undefined> {
  return em.transactional(async (tx) => {
    const refund = await tx.findOneOrFail(
      RefundRow,
      { id: refundId },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    )
    const attempt = await tx.findOneOrFail(PaymentAttemptRow, { id: refund.attemptId })
    const { providerPaymentId, mode, rail } = attempt
    if (!providerPaymentId) throw new RangeError(`attempt ${attempt.id} has no payment at its rail`)
    if (refund.requestBody === null && !rails[mode].ids.includes(rail)) return undefined
    const invoice = await tx.findOneOrFail(InvoiceRow, { id: invoiceId })
    const body =
      refund.requestBody ??
      rails[mode].get(rail).prepareRefund({
        refundId,
        attemptId: attempt.id,
        invoiceId,
        amount: refund.amount,
        currency: attempt.currency as Currency,
        remittanceReference: referenceFor(rails[mode].get(rail), invoice),
      })
    refund.requestBody = body
    return { body, providerPaymentId, mode, rail }
  })
}
