import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { forwardPaymentReport } from '../../../inbound/payment-report.ts'
import { PaymentAttemptRow } from '../../../db/entities/index.ts'
import type { ProxyFault } from '../../../sandbox/faults/faulty-proxy.ts'
import { BANK_SIDES, controlBank, paymentsAtBank } from '../../support/rail-fixtures.ts'
import {
  call,
  command,
  createInvoice,
  inboxFor,
  mustCommand,
  pressPay,
  readInvoice,
  timeline,
} from '../../clients/client.ts'
import { goThroughBank } from '../../support/bank-page-driver.ts'
import { kindsFor, reconcile } from '../../clients/reconciliation-client.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { someOf } from '../../support/some-of.ts'
import { failureReasons, moneyEvents, pageNotice } from '../../support/payment-assertions.ts'
import { untilEvent, untilStatus, waitFor } from '../../support/wait.ts'
import { byRail } from '../../../domain/invoice/index.ts'

const world = useOwnWorld({ faultyWay: true, returnPollsMs: [] })
afterEach(async () => {
  for (const { rail } of BANK_SIDES) {
    world.proxies?.[rail].clear()
    await controlBank(world, rail, 'webhooks/release')
  }
})

const UNSUCCESSFUL =
  'The payment did not succeed, and the invoice is still to be paid. You can try again, or choose another bank.'
const BEGUN = ['payment_started', 'payment_authorizing']
const PAID = [...BEGUN, 'payment_settled', 'paid']

const status = (code: number, headers = {}): ProxyFault => ({ kind: 'status', status: code, headers })
const rewrite = (change: object): ProxyFault => ({
  kind: 'rewrite',
  rewrite: (json) => {
    const body = json as Record<string, unknown>
    Object.assign((body['payment'] as object | undefined) ?? body, change)
    return json
  },
})
const inCurrency = (currency: string): ProxyFault => ({
  kind: 'rewrite',
  rewrite: (json) => {
    const { payment } = json as { payment?: { initiation: { amount: object } } }
    Object.assign(payment?.initiation.amount ?? (json as object), { currency })
    return json
  },
})
const unreadableAmount: ProxyFault = {
  kind: 'rewrite',
  rewrite: (json) => {
    const { payment } = json as { payment?: { initiation: { amount: object } } }
    const amount = payment ? { value: '125.005' } : { amount_in_minor: 125.005 }
    Object.assign(payment?.initiation.amount ?? (json as object), amount)
    return json
  },
}
type Fault = [string, ProxyFault]
const CONFLICT: Fault = ['409', status(409)]
const NEW_FIELD: Fault = ['a field that nobody knows', rewrite({ aNewField: { deep: [1] } })]
const NEW_STATUS: Fault = ['a status that nobody knows', rewrite({ status: 'a_new_word' })]
/** The contract of the rails tries these on each rail. */
const TRIED: Fault[] = [
  ['401', status(401)],
  ['429 with a time to wait', status(429, { 'retry-after': '1' })],
  ['500', status(500)],
  ['503', status(503)],
  ['no answer', { kind: 'hang' }],
  ['a connection that ends without one', { kind: 'drop' }],
  ['half an answer', { kind: 'cut' }],
  ['a web page', { kind: 'garbage' }],
]
const AT_CREATION = [...someOf(TRIED, 3), NEW_FIELD, CONFLICT, NEW_STATUS]

interface Next {
  suppressed: { event: string; code: string }[]
}
interface Undecided {
  currency_mismatched_payments: { id: string; status: string }[]
  amount_unreadable_payments: { id: string; status: string }[]
}

describe.each(BANK_SIDES)('$rail', (side) => {
  const ofRail = <T>(cases: readonly T[]) => someOf(cases, BANK_SIDES.length, BANK_SIDES.indexOf(side))
  const isTurn = (test: number) => someOf(BANK_SIDES, BANK_SIDES.length, test).includes(side)
  const { rail, currency, bankId, otherBankId, bankName, create, read, cancel } = side
  const NOT_CONFIRMED = `${bankName} has not confirmed the payment yet. If you have not approved it, you can still do so, or choose another bank. This page changes by itself.`
  const NOT_ANSWERED = `${bankName} has not answered yet. Nothing has been paid. Please try again, or choose another bank.`

  const spoil = (request: typeof create, fault: ProxyFault, times = 1) =>
    world.proxies?.[rail].plan({ ...request, fault, times })
  const untilPaidAtBank = (id: string) =>
    waitFor(async () =>
      ['settled', 'INITIATION_COMPLETED'].includes((await paymentsAtBank(world, rail, id))[0] ?? ''),
    )
  const withLink = async () => {
    const { id, link } = await createInvoice(world, { currency })
    return { id, link: link?.url ?? '' }
  }

  it.each(ofRail(AT_CREATION))('creates one payment when the bank answers %s', async (_what, fault) => {
    const { id, link } = await withLink()
    spoil(create, fault)
    const { status: answered, location } = await pressPay(link, bankId)
    expect(answered).toBe(303)
    expect(await moneyEvents(world, id)).toEqual(BEGUN)
    expect(await pageNotice(link)).toBe(NOT_CONFIRMED)
    expect(await paymentsAtBank(world, rail, id)).toHaveLength(1)
    await goThroughBank(location)
    await untilStatus(world, id, 'paid')
    expect((await moneyEvents(world, id)).filter((type) => type !== 'payment_processing')).toEqual(PAID)
    expect(await readInvoice(world, id)).toMatchObject({ amount_paid: 12_500, amount_overpaid: 0 })
    expect(await paymentsAtBank(world, rail, id)).toHaveLength(1)
  })

  const REFUSALS: [number, string, string][] = [
    [400, 'refused', UNSUCCESSFUL],
    [
      403,
      'forbidden',
      `A payment from ${bankName} cannot be approved from here. Nothing has been paid. Please choose another bank.`,
    ],
    [422, 'refused', UNSUCCESSFUL],
  ]
  it.each(ofRail(REFUSALS))(
    'lets the payer choose again when the bank refuses a payment with %d',
    async (code, reason, said) => {
      const { id, link } = await withLink()
      const body = JSON.stringify(
        rail === 'truelayer'
          ? { type: 'about:blank', title: 'Refused', status: code, detail: 'Refused by a test.' }
          : { error: { errorCode: 'Refused', message: 'Refused by a test.' } },
      )
      spoil(create, { kind: 'status', status: code, headers: { 'content-type': 'application/json' }, body })
      const { status: answered, location } = await pressPay(link, bankId)
      expect([answered, new URL(location, link).href]).toEqual([303, link])
      expect(await moneyEvents(world, id)).toEqual(['payment_started', 'payment_failed'])
      expect(await failureReasons(world, id)).toEqual([reason])
      expect(await pageNotice(link)).toBe(said)
      expect(await paymentsAtBank(world, rail, id)).toEqual([])
      await goThroughBank((await pressPay(link, bankId)).location)
      await untilStatus(world, id, 'paid')
      expect(await paymentsAtBank(world, rail, id)).toHaveLength(1)
    },
  )

  const ERRORS: [string, ProxyFault][] = [
    ['401', status(401)],
    ['429', status(429)],
    ['a web page', { kind: 'status', status: 403, body: '<h1>Blocked</h1>' }],
    ['a closed connection', { kind: 'drop' }],
  ]
  it.each(ofRail(ERRORS))('shows the payer an error while the bank’s answer is %s', async (_what, fault) => {
    const { id, link } = await withLink()
    spoil(create, fault, 1_000)
    const { status: answered, page } = await pressPay(link, bankId)
    expect(answered).toBe(503)
    expect(page).toContain('Nothing has been paid. Please try again in a few minutes')
    expect(await moneyEvents(world, id)).toEqual(['payment_started'])
    expect(await pageNotice(link)).toBe(NOT_ANSWERED)
    expect(await paymentsAtBank(world, rail, id)).toEqual([])
    world.proxies?.[rail].clear()
    const location = await waitFor(async () => {
      const again = await pressPay(link, bankId)
      return again.status === 303 && again.location
    })
    await goThroughBank(location)
    await untilStatus(world, id, 'paid')
    expect(await paymentsAtBank(world, rail, id)).toHaveLength(1)
  })

  it.runIf(isTurn(1))('reads a payment until one answer is complete', async () => {
    const { id, link } = await withLink()
    await controlBank(world, rail, 'webhooks/hold', 'POST', { drop: true })
    await goThroughBank((await pressPay(link, bankId)).location)
    await untilPaidAtBank(id)
    const faults = [...ofRail([...TRIED, CONFLICT]), NEW_FIELD, NEW_STATUS]
    for (const [, fault] of faults) spoil(read, fault)
    await waitFor(async () => {
      await mustCommand(world, id, 'clock', { advance: 'PT0S' })
      return (await readInvoice(world, id)).status === 'paid'
    })
    expect(await moneyEvents(world, id)).toEqual(PAID)
    expect(await paymentsAtBank(world, rail, id)).toHaveLength(1)
  })

  it.runIf(isTurn(0))('records an unknown status once, and reports the payment after a day', async () => {
    const { id, link } = await withLink()
    await pressPay(link, bankId)
    spoil(read, rewrite({ status: 'a_new_word' }), 1_000)
    await mustCommand(world, id, 'clock', { advance: 'PT0S' })
    spoil(read, rewrite({ status: 'another_new_word' }), 1_000)
    await mustCommand(world, id, 'clock', { advance: 'PT0S' })
    expect(await moneyEvents(world, id)).toEqual([...BEGUN, 'payment_status_unknown'])
    const { json } = await call<{ data: object[] }>(world, 'GET', `/v1/invoices/${id}/events`)
    expect(json.data).toContainEqual(
      expect.objectContaining({
        type: 'invoice.payment_status_unknown',
        data: { payment_id: expect.any(String), rail_status: 'a_new_word' },
      }),
    )
    expect(kindsFor(await reconcile(world), id, currency, rail)).toEqual([])
    await mustCommand(world, id, 'clock', { advance: 'PT25H' })
    expect(kindsFor(await reconcile(world), id, currency, rail)).toEqual(['payment_undecided'])
    world.proxies?.[rail].clear()
  })

  it.runIf(isTurn(1))('pays nothing and notifies merchant and payer when the currency differs', async () => {
    const { id, link } = await withLink()
    const { number } = await readInvoice(world, id)
    await controlBank(world, rail, 'webhooks/hold', 'POST', { drop: true })
    await goThroughBank((await pressPay(link, bankId)).location)
    await untilPaidAtBank(id)
    spoil(read, inCurrency('USD'), 1_000)
    await mustCommand(world, id, 'clock', { advance: 'PT0S' })
    expect(await moneyEvents(world, id)).toEqual([...BEGUN, 'payment_currency_mismatched'])
    expect(await call(world, 'GET', `/v1/invoices/${id}`)).toMatchObject({
      json: {
        amount_due: 12_500,
        payments: [],
        currency_mismatched_payments: [{ amount: 12_500, currency: 'USD' }],
      },
    })
    expect(await pageNotice(link)).toBe(
      'Your last payment came in another currency than this invoice is in, so the invoice is not paid with it. Larkspur Studio has been notified, and will be in touch with you. Please do not pay again before that.',
    )
    const mail = await waitFor(async () =>
      (await inboxFor(world, 'accounts@larkspur.example')).find(({ subject }) =>
        subject.includes(`${number}`),
      ),
    )
    expect(mail.subject).toBe(`Invoice ${number}: money came in another currency`)
    expect(mail.text).toContain(`125.00 USD came for invoice ${number} to Ada Byron, which is in ${currency}`)
    await untilEvent(world, id, 'merchant_notified')
    expect(kindsFor(await reconcile(world), id, currency, rail)).toEqual(['payment_unrecorded'])
  })

  it.runIf(isTurn(2))(
    'stops reminders while money in another currency waits for the merchant’s decision',
    async () => {
      const { id, link } = await withLink()
      const { number } = await readInvoice(world, id)
      await controlBank(world, rail, 'webhooks/hold', 'POST', { drop: true })
      await goThroughBank((await pressPay(link, bankId)).location)
      await untilPaidAtBank(id)
      spoil(read, inCurrency('USD'), 1_000)
      await mustCommand(world, id, 'clock', { advance: 'PT0S' })
      world.proxies?.[rail].clear()
      const code = 'payment_currency_mismatched'
      expect(await command(world, id, 'remind')).toMatchObject({ status: 409, json: { code } })
      const suppressed = async () =>
        (await call<Next>(world, 'GET', `/v1/invoices/${id}/next`)).json.suppressed.map((step) => step.code)
      expect(new Set(await suppressed())).toEqual(new Set([code]))
      await mustCommand(world, id, 'clock', { advance: 'P15D' })
      const mails = await inboxFor(world, 'accounts@larkspur.example')
      const [mail, ...others] = mails.filter(({ subject }) => subject.includes(`${number}`))
      expect(mail?.text).toContain('no reminder goes to the customer')
      expect(others).toEqual([])
      expect(await timeline(world, id)).not.toContain('reminded')
      const { json } = await call<Undecided>(world, 'GET', `/v1/invoices/${id}`)
      const [payment] = json.currency_mismatched_payments
      const undo = `payments/${payment?.id}/undo`
      expect(await mustCommand(world, id, undo)).toMatchObject({
        amount_due: 12_500,
        currency_mismatched_payments: [{ status: 'resolved' }],
      })
      expect(await command(world, id, undo)).toMatchObject({ json: { code: 'already_undone' } })
      expect(await pageNotice(link)).toBe('')
      expect(await suppressed()).toEqual([code, code])
      await mustCommand(world, id, 'clock', { advance: 'P7D' })
      expect((await timeline(world, id)).filter((type) => type.startsWith('remind'))).toEqual([
        'reminder_skipped',
        'reminder_skipped',
        'reminded',
        'reminded',
      ])
    },
  )

  it.runIf(isTurn(3))(
    'pays nothing and notifies merchant and payer when the amount cannot be read',
    async () => {
      const { id, link } = await withLink()
      const { number } = await readInvoice(world, id)
      await controlBank(world, rail, 'webhooks/hold', 'POST', { drop: true })
      await goThroughBank((await pressPay(link, bankId)).location)
      await untilPaidAtBank(id)
      spoil(read, unreadableAmount, 1_000)
      await mustCommand(world, id, 'clock', { advance: 'PT0S' })
      expect(await moneyEvents(world, id)).toEqual([...BEGUN, 'payment_amount_unreadable'])
      world.proxies?.[rail].clear()
      const reported = expect.stringMatching(/125\.005/)
      const invoice = await call<Undecided>(world, 'GET', `/v1/invoices/${id}`)
      expect(invoice).toMatchObject({
        json: {
          amount_due: 12_500,
          payments: [],
          amount_unreadable_payments: [{ status: 'waiting', reported }],
        },
      })
      const code = 'payment_amount_unreadable'
      expect(await command(world, id, 'remind')).toMatchObject({ status: 409, json: { code } })
      const { json } = await call<Next>(world, 'GET', `/v1/invoices/${id}/next`)
      expect(new Set(json.suppressed.map((step) => step.code))).toEqual(new Set([code]))
      expect(await pageNotice(link)).toBe(
        'Your bank has sent money, but the amount is not clear yet, so the invoice is not paid with it. Larkspur Studio has been notified, and will be in touch with you. Please do not pay again before that.',
      )
      const mail = await waitFor(async () =>
        (await inboxFor(world, 'accounts@larkspur.example')).find(({ subject }) =>
          subject.includes(`${number}`),
        ),
      )
      expect(mail.subject).toBe(`Invoice ${number}: money came with an unclear amount`)
      expect(mail.text).toContain('125.005')
      expect(kindsFor(await reconcile(world), id, currency, rail)).toEqual(['payment_unrecorded'])
      const [payment] = invoice.json.amount_unreadable_payments
      expect(await mustCommand(world, id, `payments/${payment?.id}/undo`)).toMatchObject({
        amount_unreadable_payments: [{ status: 'resolved' }],
      })
      expect((await moneyEvents(world, id)).at(-1)).toBe('payment_amount_unreadable_resolved')
      await mustCommand(world, id, 'remind')
    },
  )

  it.runIf(isTurn(4))('ends the attempt when the rail has no such payment after an hour', async () => {
    const { id, link } = await withLink()
    await pressPay(link, bankId)
    const lost = { providerPaymentId: rail === 'truelayer' ? randomUUID() : 'pm2:no:such' }
    await world.em.fork().nativeUpdate(PaymentAttemptRow, { invoiceId: id }, lost)
    await mustCommand(world, id, 'clock', { advance: 'PT0S' })
    expect(await moneyEvents(world, id)).toEqual(BEGUN)
    const createdAt = new Date(Date.now() - 2 * 3_600_000)
    await world.em.fork().nativeUpdate(PaymentAttemptRow, { invoiceId: id }, { createdAt })
    await mustCommand(world, id, 'clock', { advance: 'PT0S' })
    expect(await moneyEvents(world, id)).toEqual([...BEGUN, 'payment_failed'])
    expect(await failureReasons(world, id)).toEqual(['unknown_to_rail'])
  })

  it.runIf(isTurn(5))(
    'voids an invoice after an hour when the rail answers each cancellation with an error',
    async () => {
      const { id, link } = await withLink()
      await pressPay(link, bankId)
      const createdAt = new Date(Date.now() - 2 * 3_600_000)
      await world.em.fork().nativeUpdate(PaymentAttemptRow, { invoiceId: id }, { createdAt })
      spoil(cancel, status(500), 1_000)
      await mustCommand(world, id, 'void')
      await untilStatus(world, id, 'void')
    },
  )

  it.each(ofRail([405, 501, 404]))(
    'decides by the payment when a cancellation is answered %d',
    async (answer) => {
      const { id, link } = await withLink()
      await pressPay(link, bankId)
      spoil(cancel, { kind: 'status', status: answer, body: '' }, 1_000)
      const other = await pressPay(link, otherBankId)
      expect(other).toMatchObject({ status: 303, location: expect.stringMatching(/\?not_stopped$/) })
      expect(await moneyEvents(world, id)).toEqual(BEGUN)
    },
  )

  it.runIf(isTurn(6))(
    'leads the payer to the same payment when the webhook arrives before the answer',
    async () => {
      const { id, link } = await withLink()
      spoil(create, status(503), 1_000)
      expect((await pressPay(link, bankId)).status).toBe(503)
      world.proxies?.[rail].clear()
      const attempt = await world.em.fork().findOneOrFail(PaymentAttemptRow, { invoiceId: id })
      const created = await world.deps.rails.test.get(rail).createPayment(attempt.id, attempt.requestBody)
      if (created.outcome === 'refused') throw new Error(created.reason)
      const report = { status: 'authorizing', railStatus: 'authorizing' } as const
      const em = world.em.fork()
      await forwardPaymentReport(
        { ...world.deps, em },
        attempt,
        created.providerPaymentId,
        report,
        byRail(rail),
      )
      await mustCommand(world, id, 'clock', { advance: 'PT0S' })
      const { location } = await pressPay(link, bankId)
      expect(location).toBe(created.redirectUrl)
      await goThroughBank(location)
      await untilStatus(world, id, 'paid')
      expect(await paymentsAtBank(world, rail, id)).toHaveLength(1)
    },
  )
})

it('avoids the message that nothing was paid when one bank is unavailable and a payment at another is approved', async () => {
  const { id, link } = await createInvoice(world)
  const url = link?.url ?? ''
  await controlBank(world, 'truelayer', 'webhooks/hold')
  await goThroughBank((await pressPay(url, 'sandbox-pebble')).location)
  const reads = { method: 'GET', path: /^\/v3\/payments\/[^/]+$/, times: 1_000 }
  world.proxies?.truelayer.plan({ ...reads, fault: status(503) })
  const { status: answered, page } = await pressPay(url, 'sandbox-harbour')
  expect(answered).toBe(503)
  expect(page).toContain('Nothing was paid this time.')
  expect(page).not.toContain('Nothing has been paid')
  world.proxies?.truelayer.clear()
  await controlBank(world, 'truelayer', 'webhooks/release')
  await untilStatus(world, id, 'paid')
})
