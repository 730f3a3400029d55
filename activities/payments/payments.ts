import { Context } from '@temporalio/activity'
import type { EntityData } from '@mikro-orm/core'
import { appendUnderLock, UnknownInvoiceError } from '../../db/invoices/event-store.ts'
import { PaymentAttemptRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import { lockUnlessSuspended } from '../../db/trust/live-standing.ts'
import { executePrepared, readOne, toRow } from '../../db/prepared.ts'
import {
  amountRequested,
  byRail,
  type InvoiceEvent,
  type InvoiceState,
  isPayable,
  liveAttempt,
} from '../../domain/invoice/index.ts'
import type { ByMode, Mode } from '../../domain/shared/mode.ts'
import type { Currency } from '../../domain/shared/money.ts'
import { fingerprint, isOwnAccount, type PayoutAccount } from '../../domain/payment/payout-account.ts'
import { toPaymentReport } from '../../integrations/bank/shared/to-payment-report.ts'
import { type BankRail, type RailPaymentReport, UnknownToRailError } from '../../integrations/bank/rail.ts'
import type { Rails } from '../../integrations/bank/rails.ts'
import { referenceFor } from './reference-for.ts'
import { noteCheck } from './note-check.ts'
import { createSendClaim } from './send-claim.ts'
import { recordCreated } from './record-created-payment.ts'
import { cancelAtRail, cancelSuperseded, isAbandoned } from './cancel-payment.ts'
import type { PaymentActivities } from '../invoices/types.ts'

type Started = Extract<InvoiceEvent, { type: 'payment_started' }>

export function createPaymentActivities({
  em: shared,
  rails,
}: {
  em: EntityManager
  rails: ByMode<Rails>
}): Omit<PaymentActivities, 'checkRefund'> {
  return {
    async startPayment({ invoiceId, attemptId, events, testClockOffsetMs = 0 }) {
      const em = shared.fork()
      const started = events.find((event): event is Started => event.type === 'payment_started')
      if (!started) throw new RangeError('payment_started event is missing')
      for (const event of events) {
        if (event.type !== 'payment_failed') continue
        // A refused press must not cancel the earlier payment.
        if (await isPayingBlocked(em, invoiceId, attemptId)) return REFUSED
        if ((await cancelSuperseded(em, rails, event.attemptId)) === 'too_late') {
          return { outcome: 'refused', refused: 'payment_in_progress' }
        }
      }
      const attempt = await persistAttempt(em, rails, invoiceId, started, events)
      if (attempt === 'suspended') return REFUSED
      if (!attempt) return { outcome: 'stale_request' }
      const claim = createSendClaim(em, 'payment_attempt', attemptId)
      const created = await rails[attempt.mode]
        .get(attempt.rail)
        .createPayment(attemptId, attempt.requestBody, claim)
      const outcome = await recordCreated(em, invoiceId, attemptId, created, testClockOffsetMs)
      return {
        outcome: created.outcome === 'created' ? 'started' : 'bank_refused',
        events: [...events, outcome],
      }
    },

    async checkPayment({ invoiceId, attemptId, cancel, testClockOffsetMs = 0 }) {
      const em = shared.fork()
      const attempt = await noteCheck(em, PaymentAttemptRow, attemptId, testClockOffsetMs)
      const cause = byRail(attempt.rail)
      const { status, redirectUrl } = attempt
      let { providerPaymentId } = attempt
      const superseded = { attemptId, cause, status: 'failed', reason: 'superseded' } as const
      if (cancel && status !== 'processing' && !rails[attempt.mode].ids.includes(attempt.rail)) {
        const knownId = providerPaymentId ?? ''
        const outcome = await cancelAtRail(rails, attempt, knownId)
        if (outcome === 'cancelled') return { ...superseded, providerPaymentId: knownId }
      }
      const rail = rails[attempt.mode].get(attempt.rail)
      // A webhook can store the payment's id before the response with the redirect URL arrives.
      const hasNoPage = status === 'started' && !redirectUrl
      if (!providerPaymentId || (hasNoPage && !cancel)) {
        const claim = createSendClaim(em, 'payment_attempt', attemptId)
        const created = await rail.createPayment(attemptId, attempt.requestBody, claim)
        const recorded = await recordCreated(em, invoiceId, attemptId, created, testClockOffsetMs)
        if (created.outcome === 'refused') {
          return { attemptId, cause, status: 'failed', providerPaymentId: '', reason: created.reason }
        }
        providerPaymentId =
          recorded.type === 'payment_authorizing' ? recorded.providerPaymentId : created.providerPaymentId
        if (!cancel) return { attemptId, cause, status: 'authorizing', providerPaymentId }
      }
      const report = await readUnlessLost(rail, attempt, providerPaymentId)
      if (
        cancel &&
        report.status === 'authorizing' &&
        (await cancelAtRail(rails, attempt, providerPaymentId)) === 'cancelled'
      ) {
        return { ...superseded, providerPaymentId }
      }
      return { ...toPaymentReport(attempt, providerPaymentId, report), cause }
    },

    async readPayment({ attemptId, providerPaymentId: reportedPaymentId, testClockOffsetMs = 0 }) {
      const attempt = await noteCheck(shared.fork(), PaymentAttemptRow, attemptId, testClockOffsetMs)
      const providerPaymentId = attempt.providerPaymentId ?? reportedPaymentId
      const report = await rails[attempt.mode].get(attempt.rail).readPayment(providerPaymentId)
      return toPaymentReport(attempt, providerPaymentId, report)
    },
  }
}

const REFUSED = { outcome: 'refused', refused: 'merchant_suspended' } as const

async function isPayingBlocked(em: EntityManager, invoiceId: string, attemptId: string): Promise<boolean> {
  const rows = await executePrepared(
    em,
    `select from invoice i join merchant m on m.id = i.merchant_id
     where i.id = ? and i.mode = 'live' and m.status = 'suspended'
       and not exists (select from payment_attempt a where a.id = ?)`,
    [invoiceId, attemptId],
  )
  return rows.length > 0
}

async function readUnlessLost(
  rail: BankRail,
  attempt: PaymentAttemptRow,
  providerPaymentId: string,
): Promise<RailPaymentReport> {
  try {
    return await rail.readPayment(providerPaymentId)
  } catch (error) {
    const isLost = error instanceof UnknownToRailError && isAbandoned(attempt)
    if (!isLost || attempt.status === 'processing') throw error
    return { status: 'failed', reason: 'unknown_to_rail', railStatus: 'not_found' }
  }
}

/** One transaction stores the attempt with its request body and records the start. */
async function persistAttempt(
  em: EntityManager,
  railsByMode: ByMode<Rails>,
  invoiceId: string,
  started: Started,
  events: InvoiceEvent[],
): Promise<PaymentAttemptRow | 'suspended' | undefined> {
  const { attemptId, bankId } = started
  const requestedAt = Context.current().info.scheduledTimestampMs
  const {
    attempt: stored,
    mode,
    currency,
    payout,
    merchantEmail,
  } = await readPaymentContext(em, invoiceId, attemptId)
  if (stored) return stored
  const rails = railsByMode[mode]
  const rail = rails.get(started.rail)
  const canRefund = payout && rails.refunds(started.rail, currency as Currency, payout)
  // The merchant can remove or change the payout account after the payer's request.
  if (!payout || canRefund !== (started.refundable !== false)) return undefined
  if (started.payout !== undefined && started.payout !== fingerprint(payout)) return undefined
  const banks = await rail.listBanks(currency as Currency)
  const bankName = banks.find((bank) => bank.id === bankId)?.name ?? bankId
  let attempt: PaymentAttemptRow | undefined
  let isSuspended = false
  await appendUnderLock(em, invoiceId, async (state, invoice, tx) => {
    const amount = amountRequested(state)
    if (Date.now() - requestedAt > START_DEADLINE_MS || !mayStart(state, events)) return []
    // The payer must accept a changed amount before the payment starts.
    if (started.amount !== amount) return []
    isSuspended = mode === 'live' && !(await lockUnlessSuspended(tx, invoice.merchantId))
    if (isSuspended) return []
    const money = { amount, currency: invoice.currency as Currency }
    const requestBody = rail.preparePayment({
      attemptId,
      invoiceId,
      bankId,
      ...money,
      payout,
      remittanceReference: referenceFor(rail, invoice),
      payer: { name: invoice.customerName, email: invoice.customerEmail || merchantEmail },
    })
    const now = new Date()
    attempt = tx.create(PaymentAttemptRow, {
      id: attemptId,
      invoiceId,
      mode,
      rail: rail.id,
      bankId,
      bankName,
      status: 'started',
      ...money,
      toExternalAccount: isOwnAccount(payout),
      settlementAccount: rail.settlementAccountOf(requestBody) ?? null,
      requestBody,
      createdAt: now,
      updatedAt: now,
    })
    return events
  })
  if (isSuspended) return 'suspended'
  return attempt ?? (await readOne(em, PaymentAttemptRow, 'r.id = ?', [attemptId]))
}

async function readPaymentContext(em: EntityManager, invoiceId: string, attemptId: string) {
  const [found] = await executePrepared<{
    mode: Mode
    currency: string
    merchantEmail: string
    account: PayoutAccount | null
    attempt: EntityData<PaymentAttemptRow> | null
  }>(
    em,
    `select i.mode, i.currency, p.account, to_jsonb(a) as attempt, m.email as "merchantEmail"
     from invoice i join merchant m on m.id = i.merchant_id left join payment_attempt a on a.id = ?
       left join payout_account p
         on p.merchant_id = i.merchant_id and p.mode = i.mode and p.currency = i.currency
     where i.id = ?`,
    [attemptId, invoiceId],
  )
  if (!found) throw new UnknownInvoiceError(invoiceId)
  const { mode, currency, account, attempt, merchantEmail } = found
  return {
    mode,
    currency,
    merchantEmail,
    payout: account,
    attempt: attempt && toRow(em, PaymentAttemptRow, attempt),
  }
}

/** The activity can outlast its schedule-to-close timeout, so the deadline must be shorter. */
const START_DEADLINE_MS = 20_000

function mayStart(state: InvoiceState, events: InvoiceEvent[]): boolean {
  const live = liveAttempt(state)
  const isReplaced = events.some((event) => event.type === 'payment_failed' && event.attemptId === live?.id)
  return isPayable(state.status) && state.voidRequestedAt === undefined && (!live || isReplaced)
}
