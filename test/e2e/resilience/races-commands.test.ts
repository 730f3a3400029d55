import { describe, expect, it } from 'vitest'
import { command, authorise, createInvoice, pressPay, readInvoice } from '../../clients/client.ts'
import {
  waitUntilSettled,
  countEvents,
  linksOf,
  moneyAtBank,
  paymentsAtBank,
  playRounds,
  ROUNDS,
} from '../../support/race-runner.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilInvoice, waitFor } from '../../support/wait.ts'

const LIMIT_MS = 600_000
const BANK = 'sandbox-harbour'
const AMOUNT = 12_500

const world = useWorld()

async function pay(url: string): Promise<{ status: number; isAtBank: boolean }> {
  const { status, location } = await pressPay(url, BANK)
  const isAtBank = location.startsWith(world.sandbox.bankUrl)
  if (isAtBank) await authorise(location)
  return { status, isAtBank }
}

describe(`in ${ROUNDS} rounds`, () => {
  it('ends an invoice as paid or void when payment and void race', { timeout: LIMIT_MS }, async () => {
    await playRounds(async (round) => {
      const { id, link } = await createInvoice(world)
      const voided = await payAndVoid(id, link?.url ?? '', round)
      const state = await waitUntilSettled(world, id)
      const money = await moneyAtBank(world, id)
      const events = await countEvents(world, id)
      if (state.status === 'void') {
        expect(voided.status).toBe(200)
        expect(events).not.toHaveProperty('paid')
        expect(events['voided']).toBe(1)
        expect(money.payments).toBeLessThanOrEqual(1)
        expect(money).toMatchObject({ askedBack: money.came, wentBack: money.came })
        expect(state).toMatchObject({ amountDue: 0, amountRefunded: money.came, amountOverpaid: 0 })
      } else {
        expect(state).toMatchObject({
          status: 'paid',
          amountPaid: AMOUNT,
          amountOverpaid: 0,
          refunds: [],
        })
        expect(voided).toMatchObject({ status: 409, json: { code: 'already_paid' } })
        expect(events).not.toHaveProperty('voided')
        expect(events).not.toHaveProperty('void_requested')
        expect(events).toMatchObject({ payment_settled: 1, paid: 1, receipt_sent: 1 })
        expect(money).toMatchObject({ payments: 1, came: AMOUNT, refunds: 0 })
      }
    })
  })

  it(
    'accepts or refuses the old link when it races with its replacement',
    { timeout: LIMIT_MS },
    async () => {
      await playRounds(async (round) => {
        const { id, link: old } = await createInvoice(world)
        const url = old?.url ?? ''
        const renew = () => command(world, id, 'link')
        const [pressed, ...renewed] =
          round % 2 === 0
            ? await Promise.all([pay(url), renew()])
            : await Promise.all([renew(), pay(url), renew()]).then(
                ([one, paid, two]) => [paid, one, two] as const,
              )
        const refusedAll = renewed.every(({ status }) => status === 409)
        for (const { status, json } of renewed) {
          if (status !== 200) expect(json).toMatchObject({ status: 409, code: 'already_paid' })
        }
        const { link } = await readInvoice(world, id)
        if (!pressed.isAtBank) {
          expect(refusedAll).toBe(false)
          expect([303, 410]).toContain(pressed.status)
          expect((await fetch(url)).status).toBe(410)
          expect(await moneyAtBank(world, id)).toMatchObject({ payments: 0, came: 0 })
          expect((await linksOf(world, id)).filter(({ status: is }) => is !== 'revoked')).toMatchObject([
            { status: 'active' },
          ])
          expect(await pay(link?.url ?? '')).toMatchObject({ isAtBank: true })
        }
        expect(link?.url === url).toBe(refusedAll)
        expect(await waitUntilSettled(world, id)).toMatchObject({ status: 'paid', amountPaid: AMOUNT })
        expect(await moneyAtBank(world, id)).toMatchObject({ payments: 1, came: AMOUNT, refunds: 0 })
        const links = await linksOf(world, id)
        expect(links).toHaveLength(1 + renewed.filter(({ status }) => status === 200).length)
        expect(links.filter(({ status: is }) => is !== 'revoked')).toMatchObject([{ status: 'used' }])
        expect(await countEvents(world, id)).toMatchObject({ payment_settled: 1, paid: 1, receipt_sent: 1 })
      })
    },
  )

  it('grants concurrent refunds up to the paid amount', { timeout: LIMIT_MS }, async () => {
    await playRounds(async (round) => {
      const { id, link } = await createInvoice(world)
      await pay(link?.url ?? '')
      await untilInvoice(world, id, (invoice) => invoice.status === 'paid')

      const several = Array.from({ length: round % 2 === 0 ? 2 : 5 }, () => ({ amount: 8_000 }))
      const answers = await Promise.all(several.map((body) => command(world, id, 'refunds', body)))
      expect(answers.filter(({ status }) => status === 202)).toHaveLength(1)
      for (const { status, json } of answers) {
        if (status !== 202) expect(json).toMatchObject({ status: 422, code: 'refund_exceeds_payment' })
      }

      const key = { 'idempotency-key': `refund-${id}` }
      const again = () => command(world, id, 'refunds', { amount: 2_000 }, key)
      const same = await Promise.all([again(), again(), again()])
      const granted = same.filter(({ status }) => status === 202)
      expect(granted.length).toBeGreaterThan(0)
      for (const { status, json } of same) {
        if (status === 202) expect(json).toEqual(granted[0]?.json)
        else expect(json).toMatchObject({ status: 409, code: 'request_in_progress' })
      }
      expect(await again()).toMatchObject({ status: 202, json: granted[0]?.json })

      const state = await waitUntilSettled(world, id)
      expect(state.refunds.map(({ amount }) => amount)).toEqual([8000, 2000])
      expect(state).toMatchObject({ status: 'paid', amountPaid: AMOUNT, amountRefunded: 10_000 })
      expect(await moneyAtBank(world, id)).toMatchObject({
        payments: 1,
        came: AMOUNT,
        refunds: 2,
        wentBack: 10_000,
      })
    })
  })
})

async function payAndVoid(id: string, url: string, round: number) {
  const order = () => command(world, id, 'void')
  if (round % 4 === 0) return (await Promise.all([order(), pay(url)]))[0]
  const { location } = await pressPay(url, BANK)
  if (round % 4 === 1) return (await Promise.all([order(), authorise(location)]))[0]
  await authorise(location)
  if (round % 4 === 3) {
    await waitFor(async () => (await paymentsAtBank(world, id)).some(({ status }) => status === 'settled'))
  }
  return order()
}
