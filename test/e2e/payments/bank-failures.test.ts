import { describe, expect, it } from 'vitest'
import {
  bankPayment,
  control,
  createInvoice,
  mustCommand,
  pressPay,
  readInvoice,
  timeline,
} from '../../clients/client.ts'
import { refundAtBank } from '../../support/rail-fixtures.ts'
import { type Choices, goThroughBank } from '../../support/bank-page-driver.ts'
import { someOf } from '../../support/some-of.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { failureReasons, moneyEvents, railWords, pageNotice } from '../../support/payment-assertions.ts'
import { untilEvent, untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'

const world = useOwnWorld({ returnPollsMs: [] })

const money = (id: string) => moneyEvents(world, id)
const words = (id: string) => railWords(world, id)
const reasons = (id: string) => failureReasons(world, id)

const BEGUN = ['payment_started', 'payment_authorizing']
const FAILED = [...BEGUN, 'payment_failed']
const PAID = [...BEGUN, 'payment_settled', 'paid']
const NOT_CONFIRMED =
  'Pebble has not confirmed the payment yet. If you have not approved it, you can still do so, or choose another bank. This page changes by itself.'
const ON_ITS_WAY = 'Pebble has your approval, and the money is on its way. This page changes by itself.'
const NOT_APPROVED = 'The payment was not approved. Nothing has been paid. You can try again.'
const TOO_LITTLE =
  'There was not enough money in the account. Nothing has been paid. You can try again, also from another account.'
const TOO_MUCH =
  'The amount is above your limit at Pebble. Nothing has been paid. You can raise the limit in your banking app and try again, or choose another bank.'
const NOT_AVAILABLE =
  'Pebble is not available at the moment. Nothing has been paid. Please try again in a few minutes, or choose another bank.'
const NOT_ANSWERED =
  'Pebble has not answered yet. Nothing has been paid. Please try again, or choose another bank.'
const NOT_ACCEPTED =
  'The payment could not be accepted, and the invoice is still to be paid. Money that has left your account comes back to it. You can try again, from an account in your own name.'

describe('on the consent page', () => {
  it('pays the invoice when the payer approves', async () => {
    const { id, link, location } = await press()
    expect(await goThroughBank(location)).toBe(link)
    const { number } = await untilStatus(world, id, 'paid')
    expect(await decided(id)).toEqual(PAID)
    expect(await pageNotice(link)).toBe(received(number))
    expect(await atBank(id)).toEqual(['settled'])
  })

  it('keeps the invoice payable when the payer rejects', async () => {
    const { id, link, location } = await press()
    expect(await goThroughBank(location, 'reject')).toBe(link)
    await untilFailed(id)
    expect(await money(id)).toEqual(FAILED)
    expect((await words(id))[0]).toMatch(/^payment_failed failed\/[a-z_]+$/)
    expect(await pageNotice(link)).toBe(NOT_APPROVED)
    expect(await atBank(id)).toEqual(['failed'])
  })

  it('keeps the payment open until it expires when the payer leaves', async () => {
    const { id, link, location } = await press()
    expect(await goThroughBank(location, 'leave')).toBe(link)
    expect(await money(id)).toEqual(BEGUN)
    expect(await pageNotice(link)).toBe(NOT_CONFIRMED)
    expect(await atBank(id)).toEqual(['authorizing'])
    await control(world, `payments/${bankPayment(location)}/abandon`)
    await untilFailed(id)
    expect(await money(id)).toEqual(FAILED)
    expect(await reasons(id)).toEqual(['expired'])
    expect(await pageNotice(link)).toBe(
      'The payment was not approved in time. Nothing has been paid. You can try again.',
    )
    expect(await atBank(id)).toEqual(['failed'])
  })
})

describe('a bank that refuses', () => {
  it.each([
    ['the account is empty', { bank: 'insufficient_funds' }, 'insufficient_funds', TOO_LITTLE],
    ['the amount is above a limit', { bank: 'limit_exceeded' }, 'payment_limit_exceeded', TOO_MUCH],
    ['it is down when the payer approves', { bank: 'unavailable' }, 'provider_error', NOT_AVAILABLE],
  ] as const)('keeps the invoice payable when %s', async (_why, choices, reason, notice) => {
    const { id, link, location } = await press()
    expect(await goThroughBank(location, 'authorise', choices)).toBe(link)
    await untilFailed(id)
    expect(await money(id)).toEqual(FAILED)
    expect(await reasons(id)).toEqual([reason])
    expect(await pageNotice(link)).toBe(notice)
    expect(await atBank(id)).toEqual(['failed'])
    await goThroughBank((await pressPay(link, 'sandbox-harbour')).location)
    await untilStatus(world, id, 'paid')
    expect(await atBank(id)).toEqual(['failed', 'settled'])
  })

  it('shows at once that the bank is down when the payment is created', async () => {
    const { id, link, location } = await press({ amount: 1_014 })
    expect(new URL(location, link).href).toBe(link)
    expect(await money(id)).toEqual(['payment_started', 'payment_failed'])
    expect(await reasons(id)).toEqual(['provider_error'])
    expect(await pageNotice(link)).toBe(NOT_AVAILABLE)
    expect(await atBank(id)).toEqual(['failed'])
  })

  it('creates the payment on the second try when the bank was unreachable at the first', async () => {
    const { id, link } = await createWithLink()
    await control(world, 'fail-next', 'POST', { operation: 'create_payment', status: 502, times: 1_000 })
    const answer = await pressPay(link, 'sandbox-pebble')
    await control(world, 'fail-next', 'DELETE')
    expect(answer.status).toBe(503)
    expect(answer.page).toContain('Nothing has been paid. Please try again in a few minutes')
    expect(await money(id)).toEqual(['payment_started'])
    expect(await pageNotice(link)).toBe(NOT_ANSWERED)
    expect(await atBank(id)).toEqual([])
    await goThroughBank((await pressPay(link, 'sandbox-pebble')).location)
    await untilStatus(world, id, 'paid')
    expect(await decided(id)).toEqual(['payment_started', 'payment_failed', ...PAID])
    expect(await reasons(id)).toEqual(['superseded'])
    expect(await atBank(id)).toEqual(['settled'])
  })

  it('keeps the invoice payable when sent money does not arrive', async () => {
    const { id, link, location } = await press()
    await goThroughBank(location, 'authorise', { bank: 'executes_then_fails' })
    await untilFailed(id)
    expect(await decided(id)).toEqual(FAILED)
    expect(await reasons(id)).toEqual(['verification_declined'])
    expect(await pageNotice(link)).toBe(NOT_ACCEPTED)
    expect((await readInvoice(world, id)).amount_due).toBe(12_500)
    expect(await atBank(id)).toEqual(['failed'])
  })
})

describe('a bank with a longer authorisation', () => {
  const SUPPORTED: [number, string][] = [
    [1_043, 'the bank and the payer’s consent are asked for again'],
    [1_041, 'the bank is asked for again'],
    [1_042, 'the payer’s consent is asked for'],
  ]
  it.each(someOf(SUPPORTED, 3))('reaches the bank’s page for the amount %d although %s', async (amount) => {
    const { id, link, location } = await press({ amount })
    expect(await goThroughBank(location)).toBe(link)
    await untilStatus(world, id, 'paid')
    expect(await decided(id)).toEqual(PAID)
    expect(await atBank(id)).toEqual(['settled'])
  })

  const MORE_THAN_HERE =
    'Pebble asks for more than can be entered here. Nothing has been paid. Please choose another bank.'
  const NOT_FROM_HERE =
    'A payment from Pebble cannot be approved from here. Nothing has been paid. Please choose another bank.'
  const UNSUPPORTED: [number, string, string][] = [
    [1_044, 'bank_needs_form', MORE_THAN_HERE],
    [1_045, 'bank_needs_app', NOT_FROM_HERE],
    [1_046, 'bank_needs_retry', NOT_FROM_HERE],
    [1_047, 'bank_needs_scheme', MORE_THAN_HERE],
    [1_048, 'bank_needs_account', MORE_THAN_HERE],
    [1_049, 'bank_needs_something_else', NOT_FROM_HERE],
  ]
  it.each(someOf(UNSUPPORTED, 2))(
    'shows at once that the bank needs a step that we do not support: %d, %s',
    async (amount, reason, notice) => {
      const { id, link, location } = await press({ amount })
      expect(new URL(location, link).href).toBe(link)
      expect(await money(id)).toEqual(['payment_started', 'payment_failed'])
      expect(await reasons(id)).toEqual([reason])
      expect(await pageNotice(link)).toBe(notice)
      expect(await atBank(id)).toEqual(['failed'])
      expect(await readInvoice(world, id)).toMatchObject({ status: 'viewed', link: { status: 'active' } })
    },
  )

  it('creates one payment when answers of a long authorisation are lost', async () => {
    const { id, link } = await createWithLink({ amount: 1_043 })
    await control(world, 'fail-next', 'POST', {
      operation: 'submit_action',
      mode: 'lost_after_accept',
      times: 2,
    })
    const { location } = await pressPay(link, 'sandbox-pebble')
    await goThroughBank(location)
    await untilStatus(world, id, 'paid')
    expect(await atBank(id)).toEqual(['settled'])
  })
})

describe('a payment whose creation was not reported', () => {
  it('records and refunds a payment whose creation was never reported', async () => {
    const { id, link } = await createWithLink()
    const lost = { operation: 'create_payment', mode: 'lost_after_accept', times: 1_000 }
    await control(world, 'fail-next', 'POST', lost)
    expect((await pressPay(link, 'sandbox-pebble')).status).toBe(503)
    await control(world, 'fail-next', 'DELETE')
    const { payments } = await control<{
      payments: { id: string; request: { metadata: { invoice_id: string } } }[]
    }>(world, 'payments', 'GET')
    const made = payments.filter(({ request }) => request.metadata.invoice_id === id)
    expect(made).toHaveLength(1)
    await control(world, `payments/${made[0]?.id}/authorise`)
    await control(world, `payments/${made[0]?.id}/settle`)
    await untilStatus(world, id, 'paid')
    await mustCommand(world, id, 'refunds', { amount: 300 })
    await untilEvent(world, id, 'refund_executed')
    expect(await readInvoice(world, id)).toMatchObject({ amount_refunded: 300 })
  })
})

describe('a slow payment', () => {
  it('shows a payment as in progress until it settles', async () => {
    const { id, link, location } = await press()
    await goThroughBank(location, 'authorise', { bank: 'settles_later', settle_after_seconds: '3600' })
    await untilEvent(world, id, 'payment_processing')
    expect(await money(id)).toEqual([...BEGUN, 'payment_processing'])
    expect(await pageNotice(link)).toBe(ON_ITS_WAY)
    expect(await atBank(id)).toEqual(['executed'])
    await control(world, `payments/${bankPayment(location)}/settle`)
    const { number } = await untilStatus(world, id, 'paid')
    expect(await money(id)).toEqual([...BEGUN, 'payment_processing', 'payment_settled', 'paid'])
    expect(await pageNotice(link)).toBe(received(number))
    expect(await atBank(id)).toEqual(['settled'])
  })
})

describe('a webhook', () => {
  const UNTRUSTED = ['forged', 'stale'] as const

  it('pays the invoice when a delayed webhook arrives', async () => {
    const { id, link, location } = await press()
    await goThroughBank(location, 'authorise', { webhook: 'delayed', delay_seconds: '3600' })
    await waitFor(async () => (await atBank(id))[0] === 'settled')
    expect(await money(id)).toEqual(BEGUN)
    expect(await pageNotice(link)).toBe(NOT_CONFIRMED)
    for (const { event_id: eventId } of await webhooksOf(location)) {
      await control(world, `webhooks/${eventId}/replay`)
    }
    const { number } = await untilStatus(world, id, 'paid')
    expect(await decided(id)).toEqual(PAID)
    expect(await pageNotice(link)).toBe(received(number))
    expect(await atBank(id)).toEqual(['settled'])
  })

  it('counts a duplicated webhook once', async () => {
    const { id, link, location } = await press()
    await goThroughBank(location, 'authorise', { webhook: 'duplicated' })
    await waitFor(async () => {
      const webhooks = await webhooksOf(location)
      return webhooks.length === 2 && webhooks.every(({ state }) => state === 'delivered')
    })
    expect((await webhooksOf(location)).map(({ history }) => accepted(history))).toEqual([2, 2])
    const { number, amount_paid: amountPaid } = await untilStatus(world, id, 'paid')
    expect(await decided(id)).toEqual(PAID)
    expect(amountPaid).toBe(12_500)
    expect(await pageNotice(link)).toBe(received(number))
    expect(await atBank(id)).toEqual(['settled'])
  })

  it('changes nothing when an earlier webhook arrives last', async () => {
    const { id, link, location } = await press()
    await goThroughBank(location, 'authorise', { webhook: 'reordered' })
    await waitFor(async () => {
      const webhooks = await webhooksOf(location)
      return webhooks.length === 2 && webhooks.every(({ state }) => state === 'delivered')
    })
    const { number } = await untilStatus(world, id, 'paid')
    expect(await decided(id)).toEqual(PAID)
    expect((await money(id)).at(-1)).toBe('paid')
    expect(await pageNotice(link)).toBe(received(number))
    expect(await atBank(id)).toEqual(['settled'])
  })

  it('records the same log when the webhook is lost', async () => {
    const slow = { bank: 'settles_later', settle_after_seconds: '3600' }
    const [delivered, lost] = [await press(), await press()]
    await goThroughBank(delivered.location, 'authorise', slow)
    await untilEvent(world, delivered.id, 'payment_processing')
    await control(world, `payments/${bankPayment(delivered.location)}/settle`)
    await untilStatus(world, delivered.id, 'paid')

    await goThroughBank(lost.location, 'authorise', { ...slow, webhook: 'lost' })
    await waitFor(async () => (await atBank(lost.id))[0] === 'executed')
    expect(await money(lost.id)).toEqual(BEGUN)
    expect(await pageNotice(lost.link)).toBe(NOT_CONFIRMED)
    await readAtBank(lost.id)
    expect(await pageNotice(lost.link)).toBe(ON_ITS_WAY)
    await control(world, `payments/${bankPayment(lost.location)}/settle`)
    await readAtBank(lost.id)
    expect((await webhooksOf(lost.location)).map(({ state }) => state)).toEqual(['dropped', 'dropped'])

    const { number } = await readInvoice(world, lost.id)
    expect(await pageNotice(lost.link)).toBe(received(number))
    expect(await money(lost.id)).toEqual(await money(delivered.id))
    expect(await words(lost.id)).toEqual(['payment_processing executed', 'payment_settled settled'])
    expect((await words(delivered.id)).at(-1)).toBe('payment_settled settled')
    expect(await atBank(lost.id)).toEqual(await atBank(delivered.id))
  })

  it('records the failure when its webhook is lost', async () => {
    const { id, link, location } = await press()
    await goThroughBank(location, 'authorise', { webhook: 'lost', bank: 'limit_exceeded' })
    await waitFor(async () => (await atBank(id))[0] === 'failed')
    await readAtBank(id)
    expect(await money(id)).toEqual(FAILED)
    expect(await words(id)).toEqual(['payment_failed failed/authorized'])
    expect(await pageNotice(link)).toBe(TOO_MUCH)
    expect(await atBank(id)).toEqual(['failed'])
  })

  it.each(someOf(UNTRUSTED, 2))('refuses a %s webhook and changes nothing', async (webhook) => {
    const { id, link, location } = await press()
    await goThroughBank(location, 'authorise', { webhook })
    const refused = await waitFor(async () => {
      const webhooks = await webhooksOf(location)
      return webhooks.length === 2 && webhooks.every(({ state }) => state === 'refused') && webhooks
    })
    expect(refused.map(({ last_status: status }) => status)).toEqual([401, 401])
    expect(await money(id)).toEqual(BEGUN)
    expect(await pageNotice(link)).toBe(NOT_CONFIRMED)
    await readAtBank(id)
    expect(await money(id)).toEqual(PAID)
    expect(await atBank(id)).toEqual(['settled'])
  })

  it.each(someOf(UNTRUSTED, 2, 1))(
    'does not mark an unpaid invoice as paid by a %s webhook',
    async (webhook) => {
      const { id, link, location } = await press()
      await control(world, `payments/${bankPayment(location)}/forge`, 'POST', { webhook })
      await waitFor(async () => (await webhooksOf(location))[0]?.state === 'refused')
      await readAtBank(id)
      expect(await money(id)).toEqual(BEGUN)
      expect(await readInvoice(world, id)).toMatchObject({ amount_paid: 0, amount_due: 12_500 })
      expect(await pageNotice(link)).toBe(NOT_CONFIRMED)
      expect(await atBank(id)).toEqual(['authorizing'])
    },
  )
})

describe('a refund', () => {
  const refundedBy = async (refund: 'executes' | 'fails' | 'comes_back') => {
    const { id, link, location } = await press()
    await goThroughBank(location, 'authorise', { refund })
    await untilStatus(world, id, 'paid')
    const { number } = await mustCommand(world, id, 'refunds', { amount: 2_500 })
    return { id, link, number }
  }
  const untilRefund = (id: string, state: string) =>
    untilInvoice(world, id, (invoice) => invoice.refunds[0]?.status === state)
  const refunds = async (id: string) =>
    (await timeline(world, id)).filter((type) => /^refund_(?!notice)/.test(type))

  it('notifies the customer when a refund is executed', async () => {
    const { id, link, number } = await refundedBy('executes')
    await untilRefund(id, 'executed')
    expect(await refunds(id)).toEqual(['refund_requested', 'refund_submitted', 'refund_executed'])
    expect(await pageNotice(link)).toBe(`${received(number)} 25.00 GBP has been given back to you.`)
    expect((await refundAtBank(world, id)).status).toBe('executed')
    expect(await atBank(id)).toEqual(['settled'])
  })

  it.each([
    ['that fails', 'fails', ['refund_requested', 'refund_submitted', 'refund_failed'], 'insufficient_funds'],
    [
      'that is returned by the payer’s bank',
      'comes_back',
      ['refund_requested', 'refund_submitted', 'refund_failed'],
      'returned',
    ],
  ] as const)('shows the customer no repayment for a refund %s', async (_what, choice, log, failure) => {
    const { id, link, number } = await refundedBy(choice)
    await untilRefund(id, 'failed')
    expect((await refunds(id)).filter((type) => type !== 'refund_executed')).toEqual(log)
    expect(await readInvoice(world, id)).toMatchObject({ amount_refunded: 0, refunds: [{ failure }] })
    expect(await pageNotice(link)).toBe(received(number))
    expect((await refundAtBank(world, id)).status).toBe('failed')
    expect(await atBank(id)).toEqual(['settled'])
  })
})

describe('a magic amount', () => {
  const MAGIC: [number, string, string | undefined][] = [
    [1_001, 'settled', undefined],
    [1_002, 'failed', 'rejected'],
    [1_003, 'authorizing', undefined],
    [1_011, 'failed', 'insufficient_funds'],
    [1_012, 'failed', 'payment_limit_exceeded'],
    [1_013, 'failed', 'provider_error'],
    [1_016, 'failed', 'verification_declined'],
    [1_017, 'executed', undefined],
    [1_023, 'settled', undefined],
  ]
  it.each(someOf(MAGIC, 3))(
    'decides by the amount %d when the payer presses Authorise: %s',
    async (amount, status, reason) => {
      const { id, location } = await press({ amount })
      const choices: Choices = amount === 1_017 ? { settle_after_seconds: '3600' } : {}
      await goThroughBank(location, 'authorise', choices)
      await waitFor(async () => (await atBank(id))[0] === status)
      if (status === 'settled') await untilStatus(world, id, 'paid')
      if (reason) await untilFailed(id)
      expect(await reasons(id)).toEqual(reason ? [reason] : [])
      expect(await atBank(id)).toEqual([status])
    },
  )

  it('makes the bank unreachable for the amount 10.15', async () => {
    const { id, link } = await createWithLink({ amount: 1_015 })
    expect((await pressPay(link, 'sandbox-pebble')).status).toBe(503)
    expect(await money(id)).toEqual(['payment_started'])
    expect(await pageNotice(link)).toBe(NOT_ANSWERED)
    expect(await atBank(id)).toEqual([])
  })
})

async function createWithLink(changes: Record<string, unknown> = {}): Promise<{ id: string; link: string }> {
  const { id, link } = await createInvoice(world, changes)
  return { id, link: link?.url ?? '' }
}

async function press(
  changes: Record<string, unknown> = {},
): Promise<{ id: string; link: string; location: string }> {
  const { id, link } = await createWithLink(changes)
  return { id, link, location: (await pressPay(link, 'sandbox-pebble')).location }
}

/** Webhooks can arrive in any order, so the log can lack `payment_processing`. */
async function decided(id: string): Promise<string[]> {
  return (await money(id)).filter((type) => type !== 'payment_processing')
}

async function untilFailed(id: string): Promise<void> {
  await untilEvent(world, id, 'payment_failed')
}

async function atBank(id: string): Promise<string[]> {
  const { payments } = await control<{
    payments: { status: string; request: { metadata: { invoice_id: string } } }[]
  }>(world, 'payments', 'GET')
  return payments
    .filter(({ request }) => request.metadata.invoice_id === id)
    .map(({ status }) => status)
    .toReversed()
}

async function webhooksOf(location: string) {
  const { webhooks } = await control<{
    webhooks: {
      event_id: string
      payment_id: string
      state: string
      last_status: number | null
      history: { status: number | null }[]
    }[]
  }>(world, 'webhooks', 'GET')
  return webhooks.filter(({ payment_id: id }) => id === bankPayment(location)).toReversed()
}

function accepted(history: { status: number | null }[]): number {
  return history.filter(({ status }) => status === 200).length
}

async function readAtBank(id: string): Promise<void> {
  await mustCommand(world, id, 'clock', { advance: 'PT0S' })
}

function received(number: string | null): string {
  return `Larkspur Studio has received your payment for invoice ${number}.`
}
