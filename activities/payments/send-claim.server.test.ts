import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { InvoiceRow, PaymentAttemptRow, RefundRow } from '../../db/entities/index.ts'
import { newInvoice } from '../../db/invoices/issue/new-invoice.ts'
import type { Currency } from '../../domain/shared/money.ts'
import { byMode } from '../../domain/shared/mode.ts'
import { createRails } from '../../integrations/bank/rails.ts'
import { createTokenIoRail } from '../../integrations/bank/tokenio/rail.ts'
import { type FaultyProxy, startFaultyProxy } from '../../sandbox/faults/faulty-proxy.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { postJson, testOptions } from '../../sandbox/testing.ts'
import { saveCustomer } from '../../test/support/customer.ts'
import { useDatabase } from '../../test/support/use-database.ts'
import { createPaymentActivities } from './payments.ts'
import { recordCreated } from './record-created-payment.ts'
import { createRefundActivities } from './refunds.ts'
import { oneAmount } from '../../test/support/invoice-lines.ts'

const SETTLEMENT = 'pa:settlement'
const MINUTE_MS = 60_000

const database = useDatabase()
let sandbox: Sandbox
let proxy: FaultyProxy
beforeAll(async () => {
  const tokenio = {
    memberId: 'm:1',
    apiKey: 'key',
    settlementAccounts: [SETTLEMENT],
    webhookUrl: 'http://127.0.0.1:9/unused',
  }
  sandbox = await startSandbox({ ...testOptions(), tokenio })
  proxy = await startFaultyProxy(sandbox.tokenio?.url ?? '')
})
afterEach(() => proxy.clear())
afterAll(async () => {
  await proxy.close()
  await sandbox.close()
})

const tokenIo = (inFlightMs: number) =>
  createTokenIoRail({
    apiUrl: proxy.url,
    credentials: { apiKey: 'key' },
    settlementAccounts: { EUR: SETTLEMENT },
    paidWhen: 'credited',
    callbackUrl: 'http://127.0.0.1:9/pay/return',
    webhookKeys: [],
    timeoutMs: 60_000,
    inFlightMs,
  })

function worker(inFlightMs = MINUTE_MS) {
  const rails = byMode(() => createRails([tokenIo(inFlightMs)]))
  const deps = { em: database.orm.em, rails }
  return { ...createPaymentActivities(deps), ...createRefundActivities(deps) }
}

const money = { amount: 9_000, currency: 'EUR' as Currency }
const payer = { name: 'Ada Byron', email: 'ada@customer.example' }
const bankId = 'sandbox-lindenkasse'

async function startedAttempt() {
  const em = database.orm.em.fork()
  const now = new Date()
  const at = { createdAt: now, updatedAt: now }
  const customerId = await saveCustomer(em, database.merchantId)
  const [invoiceId, attemptId] = [`inv_${randomUUID()}`, `pat_${randomUUID()}`]
  const content = {
    customer: payer,
    currency: money.currency,
    ...oneAmount(money.amount),
    dueDate: '2027-01-31',
    description: 'Work',
    metadata: {},
    channels: [],
  }
  em.create(
    InvoiceRow,
    newInvoice({ id: invoiceId, merchantId: database.merchantId, mode: 'test', customerId }, content, now),
  )
  const payout = { type: 'merchant_account' } as const
  const order = { attemptId, invoiceId, bankId, ...money, payout, remittanceReference: 'INV-0001', payer }
  em.create(PaymentAttemptRow, {
    id: attemptId,
    invoiceId,
    mode: 'test',
    rail: 'tokenio',
    bankId,
    bankName: 'Lindenkasse',
    status: 'started',
    ...money,
    requestBody: tokenIo(0).preparePayment(order),
    ...at,
  })
  await em.flush()
  return { invoiceId, attemptId, cancel: false }
}

async function requestedRefund() {
  const attempt = await startedAttempt()
  const { providerPaymentId } = await worker().checkPayment(attempt)
  for (const step of ['authorise', 'complete', 'settle']) {
    await postJson(`${sandbox.tokenio?.url}/sandbox/payments/${providerPaymentId}/${step}`, {})
  }
  const em = database.orm.em.fork()
  const at = { createdAt: new Date(), updatedAt: new Date() }
  const { invoiceId, attemptId } = attempt
  const refundId = `rfd_${randomUUID()}`
  em.create(RefundRow, { ...at, id: refundId, invoiceId, attemptId, status: 'requested', amount: 4_500 })
  await em.flush()
  return { invoiceId, refundId }
}

const sent = (path: string) => proxy.seen.filter((one) => one === `POST ${path}`).length
const attemptRow = (id: string) => database.orm.em.fork().findOneOrFail(PaymentAttemptRow, { id })

describe('a refund with unknown outcome', () => {
  it('sends a refund with unknown outcome again only after the time in flight', async () => {
    const refund = await requestedRefund()
    const before = sent('/refunds')
    proxy.plan({ method: 'POST', path: /refunds$/, fault: { kind: 'drop' } })
    await expect(worker().submitRefund(refund)).rejects.toThrow('does not answer')
    await expect(worker().submitRefund(refund)).rejects.toThrow('may still arrive')
    expect(sent('/refunds')).toBe(before + 1)
    expect(await worker(0).submitRefund(refund)).toMatchObject([{ type: 'refund_submitted' }])
    expect(sent('/refunds')).toBe(before + 2)
  })

  it('sends one request when two workers submit a refund at the same moment', async () => {
    const refund = await requestedRefund()
    const before = sent('/refunds')
    const rewrite = () => ({ refunds: [] })
    proxy.plan({ method: 'GET', path: /refunds$/, times: 2, fault: { kind: 'rewrite', rewrite } })
    await Promise.allSettled([worker().submitRefund(refund), worker().submitRefund(refund)])
    expect(await worker().submitRefund(refund)).toMatchObject([{ type: 'refund_submitted' }])
    expect(sent('/refunds')).toBe(before + 1)
  })

  it('sends a refund again at once after Token.io refused the credentials', async () => {
    const refund = await requestedRefund()
    const fault = { kind: 'status', status: 401 } as const
    proxy.plan({ method: 'POST', path: /refunds$/, times: 2, fault })
    await expect(worker().submitRefund(refund)).rejects.toThrow('credentials')
    expect(await worker().submitRefund(refund)).toMatchObject([{ type: 'refund_submitted' }])
  })
})

describe('a payment with unknown outcome', () => {
  it('does not create a payment with unknown outcome again in another worker', async () => {
    const attempt = await startedAttempt()
    const before = sent('/v2/payments')
    proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'drop' } })
    await expect(worker().checkPayment(attempt)).rejects.toThrow('does not answer')
    await expect(worker().checkPayment(attempt)).rejects.toThrow('may still arrive')
    expect(sent('/v2/payments')).toBe(before + 1)
  })
})

describe('recordCreated', () => {
  const made = (providerPaymentId: string) => ({
    outcome: 'created' as const,
    providerPaymentId,
    redirectUrl: `https://bank.example/${providerPaymentId}`,
  })

  it('keeps the payment of the first response when a late worker created another', async () => {
    const { invoiceId, attemptId } = await startedAttempt()
    const [first, second] = [`pm2:${randomUUID()}`, `pm2:${randomUUID()}`]
    await recordCreated(database.orm.em, invoiceId, attemptId, made(first), 0)
    const late = await recordCreated(database.orm.em, invoiceId, attemptId, made(second), 0)
    expect(late).toMatchObject({ type: 'payment_authorizing', providerPaymentId: first })
    const { redirectUrl } = made(first)
    expect(await attemptRow(attemptId)).toMatchObject({ providerPaymentId: first, redirectUrl })
  })

  it('stores the bank page when a webhook has stored the payment id before', async () => {
    const { invoiceId, attemptId } = await startedAttempt()
    const providerPaymentId = `pm2:${randomUUID()}`
    await database.orm.em.fork().nativeUpdate(PaymentAttemptRow, { id: attemptId }, { providerPaymentId })
    await recordCreated(database.orm.em, invoiceId, attemptId, made(providerPaymentId), 0)
    expect((await attemptRow(attemptId)).redirectUrl).toBe(made(providerPaymentId).redirectUrl)
  })
})
