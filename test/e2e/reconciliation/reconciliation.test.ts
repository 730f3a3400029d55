import { describe, expect, it } from 'vitest'
import { PaymentAttemptRow } from '../../../db/entities/index.ts'
import { newId } from '../../../db/ids.ts'
import type { Currency } from '../../../domain/shared/money.ts'
import { scheduleReconciliation } from '../../../worker/schedule-reconciliation.ts'
import { invoiceWorkflowId } from '../../../workflows/invoice/contract.ts'
import { RECONCILIATION_ID } from '../../../workflows/reconciliation/contract.ts'
import {
  authorise,
  bankPayment,
  control,
  createInvoice,
  mustCommand,
  pressPay,
  readEvents,
  readInvoice,
} from '../../clients/client.ts'
import {
  accountOf,
  kindsFor,
  merchantView,
  metrics,
  payInKroner,
  reconcile,
} from '../../clients/reconciliation-client.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { untilEvent, untilStatus, waitFor } from '../../support/wait.ts'
import { byRail } from '../../../domain/invoice/index.ts'

const world = useOwnWorld()

async function paidInvoice() {
  const { id, link } = await createInvoice(world)
  const { location } = await pressPay(link?.url ?? '', 'sandbox-harbour')
  await authorise(location)
  await untilStatus(world, id, 'paid')
  return { id, paymentId: bankPayment(location) }
}

async function secretlyPaid() {
  const { id, link } = await createInvoice(world)
  const { location } = await pressPay(link?.url ?? '', 'sandbox-harbour')
  await control(world, 'webhooks/hold', 'POST', { drop: true })
  try {
    const paymentId = bankPayment(location)
    await control(world, `payments/${paymentId}/authorise`)
    await control(world, `payments/${paymentId}/settle`)
    return { id, paymentId }
  } finally {
    await control(world, 'webhooks/release')
  }
}

describe('the daily reconciliation', () => {
  it('matches payments and refunds with the account’s transactions', async () => {
    const { id } = await paidInvoice()
    await mustCommand(world, id, 'refunds', { amount: 2_500 })
    await untilEvent(world, id, 'refund_executed')
    const results = await reconcile(world)
    expect(accountOf(results, 'GBP')).toMatchObject({ matched: 2, transactions: 2, findings: [] })
    expect(results.map(({ rail, currency }) => `${rail} ${currency}`)).toEqual(
      expect.arrayContaining(['truelayer GBP', 'truelayer EUR']),
    )
    expect((await merchantView(world)).accounts).toContainEqual({
      rail: 'truelayer',
      currency: 'GBP',
      until: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    })
    expect(await metrics(world)).toMatch(
      /duewell_reconciled_until_seconds\{rail="truelayer",mode="test",currency="GBP"\} 1\d{9}/,
    )
  })

  it('records a payment whose webhooks were lost, also when its workflow has ended', async () => {
    const first = await secretlyPaid()
    const second = await secretlyPaid()
    await world.client.workflow.getHandle(invoiceWorkflowId(second.id)).terminate('lost on purpose')
    await reconcile(world)
    for (const { id } of [first, second]) await untilStatus(world, id, 'paid')
    const results = await waitFor(async () => {
      const found = await reconcile(world)
      return accountOf(found, 'GBP')?.findings.length === 0 && found
    })
    for (const { id } of [first, second]) {
      expect((await untilStatus(world, id, 'paid')).amount_paid).toBe(12_500)
      const settled = (await readEvents(world, id)).find(({ type }) => type.endsWith('payment_settled'))
      expect(settled?.cause).toBe('reconciliation')
      expect(kindsFor(results, id)).toEqual([])
      const { findings } = await merchantView(world)
      expect(findings.find(({ invoice }) => invoice === id)).toMatchObject({
        kind: 'payment_unrecorded',
        amount_at_bank: 12_500,
        resolved_at: expect.any(String),
      })
    }
  })

  it('reports a payment missing at the bank in API and metrics until it appears', async () => {
    const { id, link } = await createInvoice(world)
    const { location } = await pressPay(link?.url ?? '', 'sandbox-harbour')
    const paymentId = bankPayment(location)
    const { id: attemptId } = await world.em
      .fork()
      .findOneOrFail(PaymentAttemptRow, { providerPaymentId: paymentId })
    const claim = { status: 'settled', amount: 12_500, currency: 'GBP', at: Date.now() } as const
    await world.deps.invoices.reportPayment(
      { id, merchantId: world.merchantId },
      { attemptId, providerPaymentId: paymentId, ...claim, cause: byRail('truelayer') },
    )
    await untilStatus(world, id, 'paid')
    expect(kindsFor(await reconcile(world), id)).toEqual(['payment_missing'])
    const ours = async () => (await merchantView(world)).findings.find(({ invoice }) => invoice === id)
    expect(await ours()).toMatchObject({ kind: 'payment_missing', amount_at_bank: null, resolved_at: null })
    expect(await metrics(world)).toContain(
      'duewell_reconciliation_findings{rail="truelayer",mode="test",kind="payment_missing"} 1',
    )

    await control(world, `payments/${paymentId}/authorise`)
    await control(world, `payments/${paymentId}/settle`)
    expect(kindsFor(await reconcile(world), id)).toEqual([])
    expect((await ours())?.resolved_at).not.toBeNull()
    expect(await metrics(world)).not.toContain('kind="payment_missing"')
  })

  it('reports money without an invoice to operators only', async () => {
    const attemptId = newId('pat')
    const about = {
      attemptId,
      invoiceId: newId('inv'),
      bankId: 'sandbox-currach',
      remittanceReference: 'OTHER',
    }
    const money = {
      amount: 700,
      currency: 'EUR' as Currency,
      payer: { name: 'A', email: 'a@b.example' },
    }
    const body = world.rail.preparePayment({ ...about, ...money, payout: { type: 'merchant_account' } })
    const created = await world.rail.createPayment(attemptId, body)
    if (created.outcome !== 'created') throw new Error(created.reason)
    await control(world, `payments/${created.providerPaymentId}/authorise`)
    await control(world, `payments/${created.providerPaymentId}/settle`)
    const external = await control(world, 'merchant-accounts/account-eur/pay-in', 'POST', {
      amount_in_minor: 900,
      reference: 'thanks',
    })
    const { findings = [] } = accountOf(await reconcile(world), 'EUR') ?? {}
    expect(findings).toEqual([
      { kind: 'payment_unknown', subject: `tx-${created.providerPaymentId}` },
      { kind: 'external_payment', subject: external['id'] },
    ])
    expect((await merchantView(world)).findings.map(({ kind }) => kind)).not.toContain('payment_unknown')
    expect(await metrics(world)).toContain(
      'duewell_reconciliation_findings{rail="truelayer",mode="test",kind="external_payment"} 1',
    )
  })

  it('reads each payment at the rail when the account has no statement', async () => {
    const id = await payInKroner(world)
    expect(accountOf(await reconcile(world), 'DKK', 'tokenio')).toMatchObject({ matched: 1, findings: [] })

    const { providerPaymentId } = await world.em.fork().findOneOrFail(PaymentAttemptRow, { invoiceId: id })
    await fetch(`${world.sandbox.tokenio?.url}/sandbox/payments/${providerPaymentId}/status`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ status: 'INITIATION_REJECTED' }),
    })
    expect(kindsFor(await reconcile(world), id, 'DKK', 'tokenio')).toEqual(['payment_missing'])
    expect((await readInvoice(world, id)).status).toBe('paid')
  })

  it('reads all pages of a statement and retries while the bank is unavailable', async () => {
    const payIn = (amount: number) =>
      control(world, 'merchant-accounts/account-eur/pay-in', 'POST', { amount_in_minor: amount })
    const sums = Array.from({ length: 45 }, (_, index) => index + 1)
    for (const amount of sums) await payIn(amount)
    await control(world, 'fail-next', 'POST', { operation: 'transactions', status: 500 })
    const { findings = [] } = accountOf(await reconcile(world), 'EUR') ?? {}
    const external = findings.filter(({ kind }) => kind === 'external_payment').map(({ subject }) => subject)
    expect(new Set(external).size).toBe(external.length)
    expect(external.length).toBeGreaterThanOrEqual(sums.length)
  })

  it('starts the reconciliation every day at the configured time', async () => {
    const handle = world.client.schedule.getHandle(RECONCILIATION_ID)
    try {
      await scheduleReconciliation(world.client, world.taskQueue, '03:15')
      await handle.pause('for a look')
      await scheduleReconciliation(world.client, world.taskQueue, '23:45')
      const { spec, state } = await handle.describe()
      expect(spec.calendars?.[0]).toMatchObject({ hour: [{ start: 23 }], minute: [{ start: 45 }] })
      expect(state.paused).toBe(true)
      await handle.trigger()
      const ran = await waitFor(async () => (await handle.describe()).info.recentActions[0])
      const run = world.client.workflow.getHandle(ran.action.workflow.workflowId)
      expect(await run.result()).toEqual(
        expect.arrayContaining([expect.objectContaining({ rail: 'truelayer' })]),
      )
    } finally {
      await handle.delete()
    }
  })
})
