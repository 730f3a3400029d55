import { describe, expect, it } from 'vitest'
import { InvoiceRow, PaymentAttemptRow, ReconciliationFindingRow } from '../../../db/entities/index.ts'
import {
  advance,
  authorise,
  bankPayment,
  call,
  control,
  createInvoice,
  mustCommand,
  pressPay,
  timeline,
} from '../../clients/client.ts'
import {
  accountOf,
  findingOn,
  kindsFor,
  metrics,
  payInKroner,
  reconcile,
} from '../../clients/reconciliation-client.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'
import { replaceForTest } from '../../support/replace.ts'
import { byRail } from '../../../domain/invoice/index.ts'

const world = useOwnWorld()

const DAY_MS = 86_400_000
const attemptOf = (invoiceId: string) => world.em.fork().findOneOrFail(PaymentAttemptRow, { invoiceId })
const acknowledge = (id: string | undefined, body?: unknown, headers: Record<string, string> = {}) =>
  call(world, 'POST', `/v1/reconciliation/${id}/acknowledge`, body, headers)

async function missingPayment() {
  const { id, link } = await createInvoice(world)
  const { location } = await pressPay(link?.url ?? '', 'sandbox-harbour')
  const paymentId = bankPayment(location)
  const claim = { status: 'settled', amount: 12_500, currency: 'GBP', at: Date.now() } as const
  await world.deps.invoices.reportPayment(
    { id, merchantId: world.merchantId },
    {
      attemptId: (await attemptOf(id)).id,
      providerPaymentId: paymentId,
      ...claim,
      cause: byRail('truelayer'),
    },
  )
  await untilStatus(world, id, 'paid')
  expect(kindsFor(await reconcile(world), id)).toEqual(['payment_missing'])
  return { id, paymentId, location }
}

async function letDaysPass(invoiceId: string, days: number) {
  const at = new Date(Date.now() - days * DAY_MS)
  const { id } = await attemptOf(invoiceId)
  await world.em.fork().nativeUpdate(PaymentAttemptRow, { id }, { updatedAt: at })
  await world.em.fork().nativeUpdate(ReconciliationFindingRow, { invoiceId }, { at })
}

const setStatus = async (invoiceId: string, body: object) => {
  const { providerPaymentId } = await attemptOf(invoiceId)
  await fetch(`${world.sandbox.tokenio?.url}/sandbox/payments/${providerPaymentId}/status`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

describe('a finding', () => {
  it('checks a finding again until it is resolved weeks later', async () => {
    const { id, location } = await missingPayment()
    await letDaysPass(id, 20)
    expect(kindsFor(await reconcile(world), id)).toEqual(['payment_missing'])
    await authorise(location)
    await control(world, `payments/${bankPayment(location)}/settle`)
    expect(kindsFor(await reconcile(world), id)).toEqual([])
    expect((await findingOn(world, id))?.resolved_at).toEqual(expect.any(String))
  })

  it('reads only the payment of an open finding again, not all payments since', async () => {
    const [lost, fine] = [await payInKroner(world), await payInKroner(world)]
    await setStatus(lost, { status: 'INITIATION_REJECTED' })
    const first = accountOf(await reconcile(world), 'DKK', 'tokenio')
    expect(first).toMatchObject({ matched: 1, findings: [{ kind: 'payment_missing', invoiceId: lost }] })
    await letDaysPass(lost, 20)
    await letDaysPass(fine, 19)
    const later = accountOf(await reconcile(world), 'DKK', 'tokenio')
    expect(later).toMatchObject({ matched: 0, findings: [{ kind: 'payment_missing', invoiceId: lost }] })
    await setStatus(lost, { status: 'INITIATION_COMPLETED', bank_status: 'ACSC' })
    await waitFor(async () => kindsFor(await reconcile(world), lost, 'DKK', 'tokenio')?.length === 0)
    expect((await findingOn(world, lost))?.resolved_at).toEqual(expect.any(String))
  })

  it('reports a payment that is undecided for a day until the bank decides', async () => {
    const { id, link } = await createInvoice(world, { currency: 'DKK' })
    await pressPay(link?.url ?? '', 'sandbox-klitbanken')
    await setStatus(id, { status: 'INITIATION_NO_FINAL_STATUS_AVAILABLE' })
    await waitFor(async () => (await attemptOf(id)).status === 'processing')
    expect(kindsFor(await reconcile(world), id, 'DKK', 'tokenio')).toEqual([])
    await advance(world, id, 'PT25H')
    expect(kindsFor(await reconcile(world), id, 'DKK', 'tokenio')).toEqual(['payment_undecided'])
    expect(await findingOn(world, id)).toMatchObject({ kind: 'payment_undecided', resolved_at: null })
    expect(await metrics(world)).toContain('kind="payment_undecided"} 1')

    await letDaysPass(id, 200)
    await setStatus(id, { status: 'INITIATION_COMPLETED', bank_status: 'ACSC' })
    await untilStatus(world, id, 'paid')
    expect(kindsFor(await reconcile(world), id, 'DKK', 'tokenio')).toEqual([])
    expect((await findingOn(world, id))?.resolved_at).toEqual(expect.any(String))
  })

  it('records the unknown status of a refund once, and reports the refund after a day', async () => {
    const { id, link } = await createInvoice(world)
    await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
    await untilStatus(world, id, 'paid')
    replaceForTest(world.rail, {
      readRefund: async () => ({ status: 'pending', unknownStatus: 'a_new_status' }),
    })
    await control(world, 'refunds/hold')
    await mustCommand(world, id, 'refunds', { amount: 12_500 })
    await untilInvoice(world, id, ({ refunds }) => refunds[0]?.status === 'submitted')
    await advance(world, id, 'PT1H')
    expect(kindsFor(await reconcile(world), id)).toEqual([])
    await advance(world, id, 'PT25H')
    const types = (await timeline(world, id)).filter((type) => type.startsWith('refund_'))
    expect(types).toEqual(['refund_requested', 'refund_submitted', 'refund_status_unknown'])
    expect(kindsFor(await reconcile(world), id)).toEqual(['refund_undecided'])
    await control(world, 'refunds/release')
  })

  it('stops counting a finding that its merchant acknowledged', async () => {
    const { id } = await missingPayment()
    const found = await findingOn(world, id)
    expect(found).toMatchObject({ acknowledged_at: null, note: null })
    const gauge = 'duewell_reconciliation_findings{rail="truelayer",mode="test",kind="payment_missing"} 1'
    expect(await metrics(world)).toContain(gauge)

    const first = await acknowledge(found?.id, { note: 'The bank is looking for it' })
    expect(first).toMatchObject({
      status: 200,
      json: { id: found?.id, note: 'The bank is looking for it', acknowledged_at: expect.any(String) },
    })
    expect((await acknowledge(found?.id)).json).toEqual(first.json)
    const withKey = () => acknowledge(found?.id, {}, { 'idempotency-key': 'one-look' })
    expect((await withKey()).json).toEqual(first.json)
    expect((await withKey()).headers.get('idempotency-replayed')).toBe('true')
    expect(await metrics(world)).not.toContain(gauge)

    expect(kindsFor(await reconcile(world), id)).toEqual(['payment_missing'])
    expect(await findingOn(world, id)).toEqual(first.json)
    await letDaysPass(id, 20)
    expect(kindsFor(await reconcile(world), id)).toEqual([])
    expect((await findingOn(world, id))?.resolved_at).toBeNull()
  })

  it('reopens a resolved finding when it is found again', async () => {
    const id = await payInKroner(world)
    await setStatus(id, { status: 'INITIATION_REJECTED' })
    await reconcile(world)
    await acknowledge((await findingOn(world, id, 'payment_missing'))?.id, { note: 'seen' })
    await setStatus(id, { status: 'INITIATION_COMPLETED', bank_status: 'ACSC' })
    await reconcile(world)
    expect(await findingOn(world, id, 'payment_missing')).toMatchObject({
      resolved_at: expect.any(String),
      note: 'seen',
    })
    await setStatus(id, { status: 'INITIATION_REJECTED' })
    await reconcile(world)
    expect(await findingOn(world, id, 'payment_missing')).toMatchObject({
      resolved_at: null,
      acknowledged_at: null,
      note: null,
    })
  })

  it('hides findings from keys of the other mode and validates notes', async () => {
    const { id } = await missingPayment()
    const { id: finding = '' } = (await findingOn(world, id)) ?? {}
    const authorization = `Bearer ${world.liveApiKey}`
    expect(await acknowledge(finding, {}, { authorization })).toMatchObject({ status: 404 })
    for (const unknown of [finding.replace(/.{4}$/, '0000'), 'nonsense', '%00']) {
      expect(await acknowledge(unknown)).toMatchObject({ status: 404, json: { code: 'not_found' } })
    }
    expect(await acknowledge(finding, { note: 5 })).toMatchObject({ status: 422 })
    expect((await findingOn(world, id))?.acknowledged_at).toBeNull()
  })
})

it('reads payments to an earlier account at the rail, and compares others with the statement, also of an erased customer', async () => {
  const customer = { name: 'Wilhelmina', email: 'erased@finding.example' }
  const { id, link } = await createInvoice(world, { customer })
  await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
  await untilStatus(world, id, 'paid')
  const { id: attemptId, settlementAccount, providerPaymentId } = await attemptOf(id)
  const paidInto = (account: string | null | undefined) =>
    world.em.fork().nativeUpdate(PaymentAttemptRow, { id: attemptId }, { settlementAccount: account ?? null })
  await paidInto('account-of-before')
  const { rail } = world
  const whole = rail.readStatement.bind(rail)
  replaceForTest(rail, {
    readStatement: async (...span) =>
      (await whole(...span))?.filter((line) => line.providerId !== providerPaymentId),
  })
  expect(kindsFor(await reconcile(world), id)).toEqual([])
  await paidInto(settlementAccount)
  expect(kindsFor(await reconcile(world), id)).toEqual(['payment_missing'])
  const { customerId } = await world.em.fork().findOneOrFail(InvoiceRow, { id })
  expect((await call(world, 'POST', `/v1/customers/${customerId}/erase`)).status).toBe(200)
  expect(await attemptOf(id)).toMatchObject({ requestBody: '', settlementAccount: 'account-gbp' })
  expect(kindsFor(await reconcile(world), id)).toEqual(['payment_missing'])
})
