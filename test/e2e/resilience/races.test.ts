import { describe, expect, it } from 'vitest'
import { authorise, control, createInvoice, pressPay, readEvents, readInvoice } from '../../clients/client.ts'
import { replaceForTest } from '../../support/replace.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilInvoice, waitFor } from '../../support/wait.ts'

const world = useWorld()

const BANKS = ['sandbox-harbour', 'sandbox-pebble', 'sandbox-lantern', 'sandbox-thistledown']

async function atTheBank(invoiceId: string): Promise<string[]> {
  const { payments } = await control<{
    payments: { status: string; metadata: { invoice_id: string } }[]
  }>(world, 'payments', 'GET')
  return payments.filter((one) => one.metadata.invoice_id === invoiceId).map((one) => one.status)
}

describe('a race', () => {
  it('accepts one payment when four payers approve at four banks', async () => {
    const { id, link } = await createInvoice(world)
    const pressed = await Promise.all(BANKS.map((bank) => pressPay(link?.url ?? '', bank)))
    const atBank = pressed.filter(({ location }) => location.startsWith(world.sandbox.bankUrl))
    await Promise.all(atBank.map(({ location }) => authorise(location)))
    await untilInvoice(world, id, (invoice) => invoice.receipt.status === 'sent')
    const states = await atTheBank(id)
    expect(states.filter((state) => state === 'settled')).toHaveLength(1)
    expect(states.filter((state) => state !== 'settled' && state !== 'failed')).toEqual([])
    expect(await readInvoice(world, id)).toMatchObject({ status: 'paid', amount_paid: 12_500, amount_due: 0 })
  })

  it('starts one payment for twenty presses at many banks, and shows the others which one', async () => {
    const { id, link } = await createInvoice(world)
    const url = link?.url ?? ''
    const release = Promise.withResolvers<void>()
    const unreplaced = { ...world.deps.invoices }
    replaceForTest(world.deps.invoices, {
      pay: (...args) => release.promise.then(() => unreplaced.pay(...args)),
    })
    const answered: { location: string }[] = []
    const presses = Array.from({ length: 20 }, async (_, index) => {
      const answer = await pressPay(url, BANKS[index % 4] ?? '')
      answered.push(answer)
      return answer
    })
    await waitFor(async () => answered.length === 15)
    expect(new Set(answered.map(({ location }) => location))).toEqual(new Set([new URL(url).pathname]))
    const page = await (await fetch(url)).text()
    const named = /Your payment at (.+) is being started/.exec(page)?.[1]
    expect(named).toBeDefined()
    expect(await (await fetch(`${url}/status`)).json()).toEqual({ status: 'starting' })
    release.resolve()
    const pressed = await Promise.all(presses)
    expect(pressed.map(({ status }) => status)).toEqual(Array(20).fill(303))
    expect(new Set(pressed.map(({ location }) => location)).size).toBe(2)
    expect(await atTheBank(id)).toEqual(['authorizing'])
    const started = (await readEvents(world, id)).filter(({ type }) => type === 'invoice.payment_started')
    expect(started).toHaveLength(1)
    const waiting = await (await fetch(url)).text()
    expect(waiting).toContain(`Continue at ${named}`)
  })

  it('accepts one payment when approval at one bank races with Pay at another', async () => {
    for (let round = 0; round < 5; round++) {
      const { id, link } = await createInvoice(world)
      const first = await pressPay(link?.url ?? '', 'sandbox-harbour')
      const [, second] = await Promise.all([
        authorise(first.location),
        pressPay(link?.url ?? '', 'sandbox-pebble'),
      ])
      if (second.location.startsWith(world.sandbox.bankUrl)) await authorise(second.location)
      await untilInvoice(world, id, (invoice) => invoice.receipt.status === 'sent')
      expect((await atTheBank(id)).filter((state) => state === 'settled')).toHaveLength(1)
      const types = (await readEvents(world, id)).map((event) => event.type)
      expect(types.filter((type) => type === 'invoice.paid')).toHaveLength(1)
      expect(types).not.toContain('invoice.overpayment_recorded')
    }
  })

  it('keeps the timeline in order when send, view and payment race', async () => {
    const { id, link } = await createInvoice(world)
    await Promise.all([
      fetch(`${link?.url}/viewed`, { method: 'POST' }),
      pressPay(link?.url ?? '', 'sandbox-harbour').then(({ location }) => authorise(location)),
    ])
    await untilInvoice(world, id, (invoice) => invoice.receipt.status === 'sent')
    const events = await readEvents(world, id)
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1))
    expect(events[0]?.type).toBe('invoice.issued')
    expect(events.filter((event) => event.type === 'invoice.viewed')).toHaveLength(1)
  })
})
