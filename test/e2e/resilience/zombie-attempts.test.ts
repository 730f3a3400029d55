import { MockActivityEnvironment } from '@temporalio/testing'
import { describe, expect, it } from 'vitest'
import { createMessageActivities } from '../../../activities/notifications/notifications.ts'
import { createPaymentActivities } from '../../../activities/payments/payments.ts'
import { createRecordActivities } from '../../../activities/invoices/record-events.ts'
import type { StartPaymentResult } from '../../../activities/invoices/types.ts'
import { sweep } from '../../../recovery/sweep.ts'
import { InvoiceRow, PaymentAttemptRow } from '../../../db/entities/index.ts'
import { newId } from '../../../db/ids.ts'
import { loadEvents } from '../../../db/invoices/event-store.ts'
import { byCustomer, fold, type InvoiceEvent } from '../../../domain/invoice/index.ts'
import { createPostmarkMailer } from '../../../integrations/email/postmark.ts'
import {
  authorise,
  bankPayment,
  call,
  control,
  createInvoice,
  inboxFor,
  mustCommand,
  pressPay,
  readEvents,
  readInvoice,
} from '../../clients/client.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { untilStatus, waitFor } from '../../support/wait.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { byMode } from '../../../domain/shared/mode.ts'
import { replaceForTest } from '../../support/replace.ts'

const world = useOwnWorld()

function startConcurrently(invoiceId: string, pressedAt = Date.now()) {
  const attemptId = newId('pat')
  const started: InvoiceEvent = {
    type: 'payment_started',
    key: `payment_started:${attemptId}`,
    at: Date.now(),
    cause: byCustomer,
    attemptId,
    rail: 'truelayer',
    bankId: 'sandbox-lantern',
    amount: 12_500,
  }
  const activities = createPaymentActivities({ em: world.em, rails: world.deps.rails })
  const asked = new MockActivityEnvironment({ scheduledTimestampMs: pressedAt })
  const start = async () => activities.startPayment({ invoiceId, attemptId, events: [started] })
  const done = asked.run<[], StartPaymentResult, typeof start>(start)
  return { attemptId, done }
}

describe('an attempt that continues after its workflow ended the wait', () => {
  it('records money of an abandoned attempt of startPayment', async () => {
    const { id } = await createInvoice(world)
    const { attemptId, done } = startConcurrently(id)
    expect((await done).outcome).toBe('started')
    const { redirectUrl } = await world.em.fork().findOneOrFail(PaymentAttemptRow, { id: attemptId })
    await authorise(redirectUrl ?? '')
    expect(await untilStatus(world, id, 'paid')).toMatchObject({ amount_paid: 12_500 })
  })

  it('starts the payment of the next press when the workflow does not know an attempt in the log', async () => {
    const { id } = await createInvoice(world)
    const { attemptId, done } = startConcurrently(id)
    await done
    const { linkId } = await world.em.fork().findOneOrFail(InvoiceRow, { id })
    const attempt = { attemptId: newId('pat'), rail: 'truelayer', bankId: 'sandbox-harbour' } as const
    const ref = { id, merchantId: world.merchantId }
    const result = await world.deps.invoices.pay(ref, { ...attempt, linkId: linkId ?? '' }, 0)
    expect(result).toEqual({ outcome: 'started', attemptId: attempt.attemptId })
    const { attempts } = fold(await loadEvents(world.em.fork(), id))
    expect(attempts).toMatchObject([
      { id: attemptId, status: 'failed' },
      { id: attempt.attemptId, status: 'authorizing' },
    ])
  })

  it('starts no payment late, in addition to an open one, or on a paid invoice', async () => {
    const { id, link } = await createInvoice(world)
    const pressed = await pressPay(link?.url ?? '', 'sandbox-harbour')
    expect(await startConcurrently(id).done).toEqual({ outcome: 'stale_request' })
    await authorise(pressed.location)
    await untilStatus(world, id, 'paid')
    expect((await startConcurrently(id).done).outcome).toBe('stale_request')
    const other = await createInvoice(world)
    expect((await startConcurrently(other.id, Date.now() - 60_000).done).outcome).toBe('stale_request')
    expect((await readEvents(world, other.id)).map((event) => event.type)).not.toContain(
      'invoice.payment_started',
    )
  })

  it('starts no payment to an account that the payer was not shown', async () => {
    const shop = await withNewMerchant(world)
    const { link } = await createInvoice(shop)
    const rails = world.deps.rails.test
    const offeredBanks = rails.offeredBanks.bind(rails)
    const account = { sort_code: '040004', account_number: '12345678', holder: 'Larkspur Studio' }
    const restore = replaceForTest(rails, {
      offeredBanks: async (...asked) => {
        const banks = await offeredBanks(...asked)
        await call(shop, 'PUT', '/v1/payout_accounts/GBP', { type: 'sort_code', ...account })
        return banks
      },
    })
    const pressed = await pressPay(link?.url ?? '', 'sandbox-harbour')
    restore()
    expect(pressed).toMatchObject({ status: 303, location: expect.stringMatching(/\?changed$/) })
    const page = await (await fetch(new URL(pressed.location, link?.url))).text()
    expect(page).toContain('The payment was not started: the invoice may have changed')
    expect(page).toContain('Pay by bank')
  })

  it('sends a message once when an abandoned attempt continues', async () => {
    await world.stopWorker()
    const { em } = world
    const activities = messageActivities()
    for (let round = 0; round < 3; round++) {
      const email = `overlap${round}@customer.example`
      const { id: invoiceId } = await createInvoice(world, {
        send: 'draft',
        customer: { name: 'Ada', email },
      })
      await em.fork().nativeUpdate(InvoiceRow, { id: invoiceId }, { sendAt: new Date() })
      await createRecordActivities({ em }).loadInvoice({ invoiceId })
      const tries = [1, 2, 3].map(() => activities.sendInvoice({ invoiceId }))
      const results = await Promise.allSettled(tries)
      expect(results.some((result) => result.status === 'fulfilled')).toBe(true)
      expect(await inboxFor(world, email)).toHaveLength(1)
    }
  })

  it('sends no receipt for a payment that was removed before', async () => {
    const customer = { name: 'Ada', email: 'undone@customer.example' }
    const { id: invoiceId } = await createInvoice(world, { customer })
    const payment = { amount: 12_500, method: 'cash', receipt: false }
    const { payments } = await mustCommand(world, invoiceId, 'payments', payment)
    const paymentId = payments[0]?.id ?? ''
    await mustCommand(world, invoiceId, `payments/${paymentId}/undo`)
    expect(await messageActivities().sendReceipt({ invoiceId, paymentId })).toEqual([])
    expect((await inboxFor(world, customer.email)).map(({ subject }) => subject).join()).not.toContain(
      'Receipt',
    )
  })
})

function messageActivities() {
  const { em, publicUrl, linkKeys } = world
  const mailers = byMode(() =>
    createPostmarkMailer({
      apiUrl: world.sandbox.postmarkUrl,
      serverToken: world.secrets.serverToken,
      from: 'invoices@duewell.example',
      messageStream: 'outbound',
    }),
  )
  const sms = byMode(() => undefined)
  const { pdfs, eInvoices } = world.deps
  return createMessageActivities({
    em,
    publicUrl,
    linkKeys,
    mailers,
    sms,
    pdfs,
    eInvoices,
    testMail: 'everybody',
  })
}

describe('the sweep', () => {
  it('processes all other rows in the sweep when one always fails', async () => {
    const { id, link } = await createInvoice(world)
    await control(world, 'webhooks/hold')
    const pressed = await pressPay(link?.url ?? '', 'sandbox-harbour')
    await authorise(pressed.location)
    const settled = await waitFor(async () => {
      const { webhooks } = await control<{
        webhooks: { event_id: string; payment_id: string; type: string; body: string }[]
      }>(world, 'webhooks', 'GET')
      return webhooks.find(
        (one) => one.payment_id === bankPayment(pressed.location) && one.type === 'payment_settled',
      )
    })
    const keep = (eventId: string, body: string) =>
      world.em
        .fork()
        .execute(
          `insert into inbound_webhook (source, mode, event_id, body, received_at) values ('truelayer', 'test', ?, ?, ?)`,
          [eventId, body, new Date(Date.now() - 1_000)],
        )
    await keep('poison', 'not json')
    await keep(settled.event_id, settled.body)
    const poison = await createInvoice(world, { send: 'draft' })
    const due = new Date(Date.now() - 1_000)
    await world.em.fork().nativeUpdate(InvoiceRow, { id: poison.id }, { dueDate: '9999-12-31', sendAt: due })
    const healthy = await createInvoice(world, { send: 'draft' })
    await world.em.fork().nativeUpdate(InvoiceRow, { id: healthy.id }, { sendAt: due })
    await sweep(world.deps, 0)
    await untilStatus(world, id, 'paid')
    expect((await readInvoice(world, healthy.id)).status).toBe('sent')
    await control(world, 'webhooks/release')
  })
})
