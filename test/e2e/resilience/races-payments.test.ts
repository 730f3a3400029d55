import { describe, expect, it } from 'vitest'
import {
  command,
  authorise,
  control,
  createInvoice,
  inboxFor,
  type InvoiceJson,
  pressPay,
} from '../../clients/client.ts'
import {
  waitUntilSettled,
  countEvents,
  moneyAtBank,
  paymentsAtBank,
  playRounds,
  ROUNDS,
} from '../../support/race-runner.ts'
import { useWorld } from '../../support/test-harness.ts'
import { waitFor } from '../../support/wait.ts'

const LIMIT_MS = 600_000
const PRESSES = 50
const BANKS = ['sandbox-harbour', 'sandbox-pebble', 'sandbox-lantern', 'sandbox-thistledown']

const world = useWorld()

async function expectPaidOnce({ id }: InvoiceJson, email: string): Promise<void> {
  const state = await waitUntilSettled(world, id)
  expect(state).toMatchObject({ status: 'paid', amountPaid: 12_500, amountOverpaid: 0, refunds: [] })
  expect(state.link?.status).toBe('used')
  expect(await moneyAtBank(world, id)).toMatchObject({ payments: 1, came: 12_500, refunds: 0 })
  const once = { payment_settled: 1, paid: 1, receipt_sent: 1 }
  expect(await countEvents(world, id)).toMatchObject(once)
  const receipts = (await inboxFor(world, email)).filter(({ subject }) => /receipt/i.test(subject))
  expect(receipts).toHaveLength(1)
}

function customer(name: string, round: number) {
  const email = `${name}-${round}@customer.example`
  return { email, customer: { name: 'Ada Byron', email } }
}

describe(`in ${ROUNDS} rounds`, () => {
  it(`creates one payment for ${PRESSES} concurrent presses of Pay`, { timeout: LIMIT_MS }, async () => {
    await playRounds(async (round) => {
      const { email, ...to } = customer('presses', round)
      const invoice = await createInvoice(world, to)
      const pressed = await Promise.all(
        Array.from({ length: PRESSES }, (_, press) =>
          pressPay(
            invoice.link?.url ?? '',
            BANKS[(press % 20 === 0 ? press / 20 : round) % BANKS.length] ?? '',
          ),
        ),
      )
      expect(
        pressed.map(({ status }) => status).filter((status) => status !== 303 && status !== 503),
      ).toEqual([])
      const pages = new Set(pressed.map(({ location }) => location))
      const atBank = [...pages].filter((page) => page.startsWith(world.sandbox.bankUrl))
      await Promise.all(atBank.map((page) => authorise(page)))
      await expectPaidOnce(invoice, email)
    })
  })

  it('records a payment once when webhook and poll race', { timeout: LIMIT_MS }, async () => {
    const AT_ONCE = 5
    for (let first = 0; first < ROUNDS; first += AT_ONCE) {
      await control(world, 'webhooks/hold')
      const batch = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, index) => settleWithoutWebhooks(first + index)),
      )
      const poll = () => batch.map(({ invoice }) => command(world, invoice.id, 'clock', { advance: 'PT0S' }))
      if ((first / AT_ONCE) % 2 === 0) {
        await Promise.all([control(world, 'webhooks/release'), ...poll()])
      } else {
        const webhooks = await webhooksOf(batch.map(({ paymentId }) => paymentId))
        expect(webhooks).toHaveLength(2 * AT_ONCE)
        const replay = () => webhooks.map((id) => control(world, `webhooks/${id}/replay`))
        await Promise.all([...replay(), ...poll()])
        await Promise.all([...poll(), ...replay()])
        await control(world, 'webhooks/release')
      }
      await Promise.all(batch.map(({ invoice, email }) => expectPaidOnce(invoice, email)))
    }
  })
})

async function settleWithoutWebhooks(round: number) {
  const { email, ...to } = customer('poll', round)
  const invoice = await createInvoice(world, to)
  const { location } = await pressPay(invoice.link?.url ?? '', BANKS[round % BANKS.length] ?? '')
  await authorise(location)
  const settled = await waitFor(async () =>
    (await paymentsAtBank(world, invoice.id)).find(({ status }) => status === 'settled'),
  )
  return { invoice, email, paymentId: settled.id }
}

async function webhooksOf(paymentIds: string[]): Promise<string[]> {
  interface Webhooks {
    webhooks: { event_id: string; payment_id: string }[]
  }
  const { webhooks } = await control<Webhooks>(world, 'webhooks', 'GET')
  return webhooks.filter((one) => paymentIds.includes(one.payment_id)).map((one) => one.event_id)
}
