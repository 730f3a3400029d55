import { describe, expect, it } from 'vitest'
import { controlBank, paymentsAtBank, tokenIoPayment } from '../../support/rail-fixtures.ts'
import { createInvoice, mustCommand, pressPay, readInvoice, timeline } from '../../clients/client.ts'
import { type Choices, goThroughBank } from '../../support/bank-page-driver.ts'
import { someOf } from '../../support/some-of.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { failureReasons, moneyEvents, railWords, pageNotice } from '../../support/payment-assertions.ts'
import { untilEvent, untilStatus, waitFor } from '../../support/wait.ts'

const world = useOwnWorld({ returnPollsMs: [] })

const BEGUN = ['payment_started', 'payment_authorizing']
const FAILED = [...BEGUN, 'payment_failed']
const PAID = [...BEGUN, 'payment_settled', 'paid']
const NOT_CONFIRMED =
  'Klitbanken has not confirmed the payment yet. If you have not approved it, you can still do so, or choose another bank. This page changes by itself.'
const NOT_APPROVED = 'The payment was not approved. Nothing has been paid. You can try again.'
const NOT_ALLOWED =
  'Klitbanken did not allow the payment. Nothing has been paid. Please ask them why, or choose another bank.'
const NOT_AVAILABLE =
  'Klitbanken is not available at the moment. Nothing has been paid. Please try again in a few minutes, or choose another bank.'
const TOO_LITTLE =
  'There was not enough money in the account. Nothing has been paid. You can try again, also from another account.'

describe('a Danish bank that refuses', () => {
  const REFUSALS: [number, Choices, string, string][] = [
    [1_011, { bank: 'insufficient_funds' }, 'INITIATION_REJECTED_INSUFFICIENT_FUNDS/RJCT', TOO_LITTLE],
    [1_012, { bank: 'limit_exceeded' }, 'INITIATION_REJECTED/RJCT', NOT_ALLOWED],
    [1_013, { bank: 'unavailable' }, 'INITIATION_FAILED', NOT_AVAILABLE],
  ]
  it.each(REFUSALS)(
    'keeps the invoice payable after a refused payment: %d',
    async (amount, choices, said, notice) => {
      const ways: [number, Choices][] = [
        [amount, {}],
        [12_500, choices],
      ]
      for (const [asked, chosen] of someOf(ways, 2, amount)) {
        const { id, link, location } = await press({ amount: asked })
        expect(await goThroughBank(location, 'authorise', chosen)).toBe(link)
        await untilFailed(id)
        expect(await decided(id)).toEqual(FAILED)
        expect((await railWords(world, id)).at(-1)).toBe(`payment_failed ${said}`)
        expect(await pageNotice(link)).toBe(notice)
        expect(await atTokenIo(id)).toHaveLength(1)
      }
    },
  )

  it('shows at once that a Danish bank is down when the payment is created', async () => {
    const { id, link, location } = await press({ amount: 1_014 })
    expect(new URL(location, link).href).toBe(link)
    expect(await moneyEvents(world, id)).toEqual(['payment_started', 'payment_failed'])
    expect(await pageNotice(link)).toBe(NOT_AVAILABLE)
    expect(await atTokenIo(id)).toEqual(['INITIATION_FAILED'])
  })

  it('creates no payment when a Danish bank is unreachable', async () => {
    const { id, link } = await withLink({ amount: 1_015 })
    const { status, page } = await pressPay(link, 'sandbox-klitbanken')
    expect(status).toBe(503)
    expect(page).toContain('Nothing has been paid. Please try again in a few minutes')
    expect(await moneyEvents(world, id)).toEqual(['payment_started'])
    expect(await atTokenIo(id)).toEqual([])
  })
})

describe('a payer at a Danish bank', () => {
  it.each([1_002, 12_500])('lets a payer try again after a rejection: %d', async (amount) => {
    const { id, link, location } = await press({ amount })
    await goThroughBank(location, amount === 1_002 ? 'authorise' : 'reject')
    await untilFailed(id)
    expect(await failureReasons(world, id)).toEqual(['declined'])
    expect(await pageNotice(link)).toBe(NOT_APPROVED)
    if (amount === 1_002) return
    await goThroughBank((await pressPay(link, 'sandbox-klitbanken')).location)
    await untilStatus(world, id, 'paid')
    expect(await atTokenIo(id)).toEqual(['INITIATION_DECLINED', 'INITIATION_COMPLETED'])
  })

  it('keeps the payment open until it expires when the payer leaves a Danish bank', async () => {
    const { id, link, location } = await press({ amount: 1_003 })
    expect(await goThroughBank(location)).toBe(link)
    expect(await moneyEvents(world, id)).toEqual(BEGUN)
    expect(await pageNotice(link)).toBe(NOT_CONFIRMED)
    await control(`payments/${tokenIoPayment(location)}/abandon`)
    await untilFailed(id)
    expect(await failureReasons(world, id)).toEqual(['expired'])
    expect(await atTokenIo(id)).toEqual(['INITIATION_EXPIRED'])
  })

  it('explains why no other bank can be used while a payment cannot be cancelled', async () => {
    const { id, link, location } = await press()
    await control('fail-next', { operation: 'cancel_payment', status: 400 })
    const pressed = await pressPay(link, 'sandbox-aabankhus')
    expect(pressed).toMatchObject({ status: 303, location: expect.stringMatching(/\?not_stopped$/) })
    const page = new URL(pressed.location, link).href
    expect(await pageNotice(page)).toBe(
      'The payment at Klitbanken could not be stopped, so no other bank was opened: nobody should pay twice. If you have approved it, please wait; if not, please finish it there. An hour after you began you can choose another bank. This page changes by itself.',
    )
    expect(await (await fetch(page)).text()).not.toContain('Choose another bank')
    expect(await moneyEvents(world, id)).toEqual(BEGUN)
    expect(await atTokenIo(id)).toEqual(['INITIATION_PENDING_REDIRECT_HP'])
    await goThroughBank(location)
    await untilStatus(world, id, 'paid')
    expect(await decided(id)).toEqual(PAID)
  })
})

describe('money that was sent from a Danish bank', () => {
  it('notifies the merchant when money that was reported as paid does not arrive', async () => {
    const { id, location } = await press()
    await goThroughBank(location, 'authorise', { account: 'slow' })
    await control(`payments/${tokenIoPayment(location)}/complete`)
    await untilStatus(world, id, 'paid')
    await control(`payments/${tokenIoPayment(location)}/fail`)
    await untilEvent(world, id, 'payment_reversed')
    expect((await railWords(world, id)).slice(-2)).toEqual([
      'payment_settled INITIATION_COMPLETED/ACSC',
      'payment_reversed INITIATION_REJECTED/RJCT',
    ])
    expect(await readInvoice(world, id)).toMatchObject({ status: 'paid', payments: [{ status: 'reversed' }] })
  })

  it.each(someOf([1_016, 12_500], 2))(
    'accepts the reversal of money that did not arrive: %d',
    async (amount) => {
      const { id, location } = await press({ amount })
      await goThroughBank(location, 'authorise', amount === 1_016 ? {} : { bank: 'executes_then_fails' })
      const [payment] = await waitFor(async () => {
        const types = await timeline(world, id)
        const over = types.includes('payment_reversed') || types.includes('payment_failed')
        return over && (await readInvoice(world, id)).payments.concat()
      })
      expect(payment?.status ?? 'reversed').toBe('reversed')
      expect(await atTokenIo(id)).toEqual(['INITIATION_REJECTED'])
    },
  )

  it('pays the invoice when the bank reports the arrival later', async () => {
    const { id, location } = await press()
    await goThroughBank(location, 'authorise', { bank: 'settles_later', settle_after_seconds: '0.2' })
    await untilStatus(world, id, 'paid')
    await waitFor(async () => (await webhooksOf(location)).length === 4)
    expect(await decided(id)).toEqual(PAID)
  })
})

describe('a webhook of Token.io', () => {
  const through = async (choices: Choices) => {
    const pressed = await press()
    await goThroughBank(pressed.location, 'authorise', choices)
    return pressed
  }
  const states = async (location: string) => (await webhooksOf(location)).map(({ state }) => state)

  it.each(['duplicated', 'reordered'] as const)(
    'counts a payment once when its webhook is %s',
    async (webhook) => {
      const { id, location } = await through({ webhook })
      await untilStatus(world, id, 'paid')
      await waitFor(async () => (await states(location)).every((state) => state === 'delivered'))
      expect(await decided(id)).toEqual(PAID)
      expect(await readInvoice(world, id)).toMatchObject({ amount_paid: 12_500, amount_overpaid: 0 })
      expect(await atTokenIo(id)).toEqual(['INITIATION_COMPLETED'])
    },
  )

  it('ignores a webhook that a read at the bank contradicts', async () => {
    await control('webhooks/hold')
    const { id, link, location } = await through({ account: 'slow' })
    await control(`payments/${tokenIoPayment(location)}/complete`)
    await control(`payments/${tokenIoPayment(location)}/fail`)
    const [, , sent, takenBack] = await webhooksOf(location)
    await control(`webhooks/${takenBack?.event_id}/replay`)
    await untilFailed(id)
    await control(`webhooks/${sent?.event_id}/replay`)
    await waitFor(async () => (await states(location))[2] === 'delivered')
    await control('webhooks/release')
    await waitFor(async () => (await states(location)).every((state) => state === 'delivered'))
    expect(await decided(id)).toEqual(FAILED)
    expect(await pageNotice(link)).toBe(NOT_ALLOWED)
    expect(await readInvoice(world, id)).toMatchObject({ status: 'viewed', amount_paid: 0 })
  })

  it('pays the invoice when a delayed Token.io webhook arrives', async () => {
    const { id, link, location } = await through({ webhook: 'delayed', delay_seconds: '3600' })
    await waitFor(async () => (await atTokenIo(id))[0] === 'INITIATION_COMPLETED')
    expect(await moneyEvents(world, id)).toEqual(BEGUN)
    expect(await pageNotice(link)).toBe(NOT_CONFIRMED)
    await waitFor(async () => (await webhooksOf(location)).length === 4)
    for (const { event_id: eventId } of await webhooksOf(location)) {
      await control(`webhooks/${eventId}/replay`)
    }
    await untilStatus(world, id, 'paid')
    expect(await decided(id)).toEqual(PAID)
  })

  it('pays the invoice by polling when a Token.io webhook is lost', async () => {
    const { id, link, location } = await through({ webhook: 'lost' })
    await waitFor(async () => (await webhooksOf(location)).length === 4)
    expect((await states(location)).slice(1)).toEqual(['dropped', 'dropped', 'dropped'])
    expect(await pageNotice(link)).toBe(NOT_CONFIRMED)
    await mustCommand(world, id, 'clock', { advance: 'PT0S' })
    await untilStatus(world, id, 'paid')
    expect(await moneyEvents(world, id)).toEqual(PAID)
  })

  it.each(['forged', 'stale'] as const)('refuses a %s webhook and changes nothing', async (webhook) => {
    const before = await refusedAs(webhook)
    const { id, link, location } = await press()
    await control(`payments/${tokenIoPayment(location)}/forge`, { webhook })
    await waitFor(async () => (await states(location)).includes('refused'))
    expect((await webhooksOf(location)).at(-1)?.last_status).toBe(401)
    expect(await moneyEvents(world, id)).toEqual(BEGUN)
    expect(await readInvoice(world, id)).toMatchObject({ amount_paid: 0, amount_due: 12_500 })
    expect(await pageNotice(link)).toBe(NOT_CONFIRMED)
    expect(await refusedAs(webhook)).toBe(before + 1)
  })
})

async function withLink(changes: Record<string, unknown> = {}): Promise<{ id: string; link: string }> {
  const { id, link } = await createInvoice(world, { currency: 'DKK', ...changes })
  return { id, link: link?.url ?? '' }
}

async function press(changes: Record<string, unknown> = {}) {
  const { id, link } = await withLink(changes)
  return { id, link, location: (await pressPay(link, 'sandbox-klitbanken')).location }
}

async function decided(id: string): Promise<string[]> {
  return (await moneyEvents(world, id)).filter((type) => type !== 'payment_processing')
}

async function untilFailed(id: string): Promise<void> {
  await untilEvent(world, id, 'payment_failed')
}

const control = (path: string, body?: object) => controlBank(world, 'tokenio', path, 'POST', body)

const atTokenIo = (id: string) => paymentsAtBank(world, 'tokenio', id)

async function webhooksOf(location: string) {
  const { webhooks } = (await controlBank(world, 'tokenio', 'webhooks', 'GET')) as {
    webhooks: { event_id: string; payment_id: string; state: string; last_status: number | null }[]
  }
  return webhooks.filter(({ payment_id: id }) => id === tokenIoPayment(location)).toReversed()
}

async function refusedAs(outcome: string): Promise<number> {
  const text = await (await fetch(world.metricsUrl)).text()
  const counter = `duewell_webhooks_total{source="tokenio",outcome="${outcome}"}`
  const line = text.split('\n').find((each) => each.startsWith(counter))
  return Number(line?.split(' ').at(-1) ?? 0)
}
