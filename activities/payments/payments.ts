import { Context } from '@temporalio/activity'
import { appendUnderLock } from '../../db/invoices/event-store.ts'
import { InvoiceRow, PaymentAttemptRow } from '../../db/entities/index.ts'
import { payoutAccount } from '../../db/payments/payout-accounts.ts'
import type { EntityManager } from '../../db/orm.ts'
import {
  amountRequested,
  byRail,
  type InvoiceEvent,
  type InvoiceState,
  isPayable,
  liveAttempt,
} from '../../domain/invoice/index.ts'
import type { Currency } from '../../domain/shared/money.ts'
import { isOwnAccount, fingerprint } from '../../domain/payment/payout-account.ts'
import { toBankReport } from '../../integrations/bank/shared/to-bank-report.ts'
import type { Rails } from '../../integrations/bank/rails.ts'
import { createSendClaim } from './send-claim.ts'
import { recordCreated } from './record-created-payment.ts'
import { reference } from './remittance-reference.ts'
import { cancelSuperseded, cancelAtRail } from './cancel-payment.ts'
import type { PaymentActivities } from '../invoices/types.ts'

type Started = Extract<InvoiceEvent, { type: 'payment_started' }>

/** Payments at a rail. Each step looks first what an earlier try has already done. */
export function createPaymentActivities({
  em,
  rails,
}: {
  em: EntityManager
  rails: Rails
}): Omit<PaymentActivities, 'checkRefund'> {
  return {
    async startPayment({ invoiceId, attemptId, events, testClockOffsetMs = 0 }) {
      const started = events.find((event): event is Started => event.type === 'payment_started')
      if (!started) throw new RangeError('no attempt to start')
      for (const event of events) {
        if (event.type !== 'payment_failed') continue
        if ((await cancelSuperseded(em, rails, event.attemptId)) === 'too_late') {
          return { outcome: 'refused', refused: 'payment_in_progress' }
        }
      }
      const attempt = await persistAttempt(em, rails, invoiceId, started, events)
      if (!attempt) return { outcome: 'stale_request' }
      const lastSend = createSendClaim(em, 'payment_attempt', attemptId)
      const created = await rails.get(attempt.rail).createPayment(attemptId, attempt.requestBody, lastSend)
      const outcome = await recordCreated(em, invoiceId, attemptId, created, testClockOffsetMs)
      return {
        outcome: created.outcome === 'created' ? 'started' : 'bank_refused',
        events: [...events, outcome],
      }
    },

    async checkPayment({ invoiceId, attemptId, cancel, testClockOffsetMs = 0 }) {
      const attempt = await em.fork().findOneOrFail(PaymentAttemptRow, { id: attemptId })
      const cause = byRail(attempt.rail)
      let { providerPaymentId } = attempt
      const superseded = { attemptId, cause, status: 'failed', reason: 'superseded' } as const
      if (cancel && attempt.status !== 'processing' && !rails.ids.includes(attempt.rail)) {
        const known = providerPaymentId ?? ''
        const stopped = await cancelAtRail(rails, attempt, known)
        if (stopped === 'cancelled') return { ...superseded, providerPaymentId: known }
      }
      const rail = rails.get(attempt.rail)
      // A webhook can tell the id before the rail's answer does: its payer has no page yet.
      const isPageless = attempt.status === 'started' && !attempt.redirectUrl
      if (!providerPaymentId || (isPageless && !cancel)) {
        const lastSend = createSendClaim(em, 'payment_attempt', attemptId)
        const created = await rail.createPayment(attemptId, attempt.requestBody, lastSend)
        const recorded = await recordCreated(em, invoiceId, attemptId, created, testClockOffsetMs)
        if (created.outcome === 'refused') {
          return { attemptId, cause, status: 'failed', providerPaymentId: '', reason: created.reason }
        }
        providerPaymentId =
          recorded.type === 'payment_authorizing' ? recorded.providerPaymentId : created.providerPaymentId
        // One that is not wanted any more is stopped before anyone can approve it.
        if (!cancel) return { attemptId, cause, status: 'authorizing', providerPaymentId }
      }
      const report = await rail.readPayment(providerPaymentId)
      if (
        cancel &&
        report.status === 'authorizing' &&
        (await cancelAtRail(rails, attempt, providerPaymentId)) === 'cancelled'
      ) {
        return { ...superseded, providerPaymentId }
      }
      return { ...toBankReport(attempt, providerPaymentId, report), cause }
    },

    async readPayment({ attemptId, providerPaymentId: told }) {
      const attempt = await em.fork().findOneOrFail(PaymentAttemptRow, { id: attemptId })
      const providerPaymentId = attempt.providerPaymentId ?? told
      return toBankReport(
        attempt,
        providerPaymentId,
        await rails.get(attempt.rail).readPayment(providerPaymentId),
      )
    },
  }
}

/**
 * The attempt's row, with the exact request, in the transaction that records its start: what was sent to a bank
 * is always known, and sent again unchanged. Undefined if it must not start any more.
 */
async function persistAttempt(
  em: EntityManager,
  rails: Rails,
  invoiceId: string,
  started: Started,
  events: InvoiceEvent[],
): Promise<PaymentAttemptRow | undefined> {
  const { attemptId, bankId } = started
  // By the clock of this machine, as is what it is compared with.
  const commandPendingSince = Context.current().info.scheduledTimestampMs
  const rail = rails.get(started.rail)
  const known = await em.fork().findOne(PaymentAttemptRow, { id: attemptId })
  if (known) return known
  const { currency, merchantId, mode } = await em.fork().findOneOrFail(InvoiceRow, { id: invoiceId })
  const payout = await payoutAccount(em, { merchantId, mode, currency })
  // Its account was taken away, or is another than the payer's page took it to be.
  const canRefund = payout && rails.refunds(started.rail, currency as Currency, payout)
  if (!payout || canRefund !== (started.refundable !== false)) return undefined
  if (started.payout !== undefined && started.payout !== fingerprint(payout)) return undefined
  const banks = await rail.listBanks(currency as Currency)
  const bankName = banks.find((bank) => bank.id === bankId)?.name ?? bankId
  await appendUnderLock(em, invoiceId, async (state, invoice, tx) => {
    const asked = amountRequested(state)
    if (Date.now() - commandPendingSince > START_DEADLINE_MS || !mayStart(state, events)) return []
    // What is due changed between the decision and here: its payer looks at the page again.
    if (BigInt(started.amount) !== asked) return []
    const money = { amount: asked, currency: invoice.currency as Currency }
    const payer = { name: invoice.customerName, email: invoice.customerEmail }
    const order = {
      attemptId,
      invoiceId,
      bankId,
      amount: money,
      payout,
      reference: reference(invoice),
      payer,
    }
    const now = new Date()
    tx.create(PaymentAttemptRow, {
      id: attemptId,
      invoiceId,
      rail: rail.id,
      bankId,
      bankName,
      status: 'started',
      ...money,
      toExternalAccount: isOwnAccount(payout),
      requestBody: rail.preparePayment(order),
      createdAt: now,
      updatedAt: now,
    })
    return events
  })
  return (await em.fork().findOne(PaymentAttemptRow, { id: attemptId })) ?? undefined
}

/**
 * A try that was given up goes on running, and must not begin a payment behind the workflow's back: the workflow
 * reads the log anew 25 seconds after it asked.
 */
const START_DEADLINE_MS = 20_000

/** Looked at again under the row's lock: payable, and no other attempt that is not replaced by this one. */
function mayStart(state: InvoiceState, events: InvoiceEvent[]): boolean {
  const live = liveAttempt(state)
  const replaced = events.some((event) => event.type === 'payment_failed' && event.attemptId === live?.id)
  return isPayable(state.status) && state.voidRequestedAt === undefined && (!live || replaced)
}
