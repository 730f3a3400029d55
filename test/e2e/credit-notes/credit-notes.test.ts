import { describe, expect, it } from 'vitest'
import {
  authorise,
  bankPayment,
  call,
  command,
  control,
  createInvoice,
  inboxFor,
  type InvoiceJson,
  mustCommand,
  pressPay,
  readEvents,
  readInvoice,
  timeline,
} from '../../clients/client.ts'
import { createKey } from '../../clients/key-client.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { countEvents, playRounds, waitUntilSettled } from '../../support/race-runner.ts'
import { pdfTextAt } from '../../support/read-pdf.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'

const world = useWorld()

const LINES = [
  { description: 'Chairs', quantity: '3', unit_amount: 1_050, tax_rate: '20' },
  { description: 'Books', quantity: '2', unit_amount: 399, tax_rate: '5' },
]
/** 31.50 + 6.30 tax, and 7.98 + 0.40 tax. */
const TOTAL = 4_618

const withLines = (changes: object = {}) => ({ amount: undefined, lines: LINES, ...changes })
const customer = (tag: string) => ({ name: 'Ada Byron', email: `${tag}.credit@customer.example` })

async function paidInvoice(shop = world): Promise<InvoiceJson> {
  const { id, link } = await createInvoice(shop)
  await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
  return untilStatus(shop, id, 'paid')
}

async function refusal(id: string, body: object): Promise<unknown> {
  const { status, json } = await command(world, id, 'credit_notes', body)
  return [status, json['code']]
}

describe('a credit note', () => {
  it('takes back a part of a line: number, amounts, PDF, e-mail, page, list, export and summary agree', async () => {
    const shop = await withNewMerchant(world, {})
    const { email } = customer('part')
    const { id, link, number } = await createInvoice(shop, withLines({ customer: customer('part') }))
    await untilEvent(shop, id, 'sent')
    const key = { 'idempotency-key': `credit-${id}` }
    const body = {
      lines: [{ line: 1, quantity: 2 }],
      reason: 'Two chairs came back',
      note: 'Agreed by phone',
    }
    const first = await command<InvoiceJson & { credit_note: string }>(shop, id, 'credit_notes', body, key)
    const again = await command(shop, id, 'credit_notes', body, key)
    expect(again.json).toEqual(first.json)
    expect(first.status).toBe(201)
    const credited = 2_520
    expect(first.json).toMatchObject({
      amount: TOTAL,
      amount_credited: credited,
      amount_due: TOTAL - credited,
      credit_notes: [{ id: first.json.credit_note, amount: credited }],
    })
    const year = new Date().getUTCFullYear()
    const { json: note } = await call(shop, 'GET', `/v1/credit_notes/${first.json.credit_note}`)
    expect(note).toMatchObject({
      number: `CN-${year}-0001`,
      invoice: id,
      invoice_number: number,
      net: 2_100,
      tax: 420,
      rounding: 0,
      amount: credited,
      taxes: [{ rate: '20', net: 2_100, tax: 420 }],
      lines: [{ line: 1, description: 'Chairs', quantity: '2', unit_amount: 1_050, amount: 2_100 }],
      origin: 'merchant',
      reason: 'Two chairs came back',
    })
    const { json: list } = await call(shop, 'GET', `/v1/invoices/${id}/credit_notes`)
    expect(list).toEqual({ data: [note], next_cursor: null })
    const pdf = `${shop.publicUrl}/v1/credit_notes/${String(note['id'])}/pdf`
    const text = await pdfTextAt(pdf, shop.apiKey)
    for (const part of [
      'Credit note',
      String(note['number']),
      number,
      'Two chairs came back',
      '4.20',
      '25.20 GBP',
    ]) {
      expect(text).toContain(part)
    }
    expect(text).not.toContain('Books')
    await untilEvent(shop, id, 'credit_note_sent')
    const mail = (await inboxFor(shop, email)).find(({ subject }) => subject.startsWith('Credit note'))
    expect(mail?.text).toContain(`We have credited 25.20 GBP of invoice ${number}.`)
    expect(mail?.attachments).toMatchObject([{ name: `credit-note-CN-${year}-0001.pdf` }])
    expect(await (await fetch(link?.url ?? '')).text()).toMatch(/Credited.*25\.20/s)
    expect(await readEvents(shop, id)).toContainEqual(
      expect.objectContaining({
        type: 'invoice.credited',
        note: 'Agreed by phone',
        data: {
          credit_note_id: note['id'],
          number: note['number'],
          amount: credited,
          reason: 'merchant',
          notify: true,
        },
      }),
    )
    await mustCommand(shop, id, 'credit_notes', { taxes: [{ rate: '5', amount: 100 }], notify: false })
    const { json: both } = await call<{ data: object[] }>(shop, 'GET', `/v1/invoices/${id}/credit_notes`)
    expect(both.data[1]).toMatchObject({ number: `CN-${year}-0002`, net: 95, tax: 5 })
    const listed = async (query: string) => {
      const { json } = await call<{ data: { number: string }[]; next_cursor: string | null }>(
        shop,
        'GET',
        `/v1/credit_notes?${query}`,
      )
      return { ...json, numbers: json.data.map((one) => one.number.slice(-4)) }
    }
    const newest = await listed('limit=1')
    expect(newest.data).toEqual([both.data[1]])
    const oldest = await listed(`limit=1&cursor=${newest.next_cursor}`)
    expect([oldest.data, oldest.next_cursor]).toEqual([[note], null])
    const created = String(note['created_at'])
    const soon = new Date(Date.parse(created) + 1).toISOString()
    expect((await listed(`invoice=${id}&customer=${email.toUpperCase()}`)).numbers).toEqual(['0002', '0001'])
    expect((await listed('customer=nobody@customer.example')).data).toEqual([])
    expect((await listed(`created_from=${created}&created_before=${soon}`)).numbers).toEqual(['0001'])
    expect((await call(shop, 'GET', '/v1/credit_notes?cursor=x')).json).toMatchObject({
      errors: [{ pointer: '/cursor', code: 'invalid_cursor' }],
    })
    const { json: summary } = await call<{ currencies: object[] }>(shop, 'GET', '/v1/summary')
    expect(summary.currencies).toMatchObject([
      {
        issued: { count: 1, amount: TOTAL },
        credited: { count: 2, amount: credited + 100 },
        by_status: { sent: { count: 1, amount: TOTAL - credited - 100 } },
        ageing: { not_due: { amount: TOTAL - credited - 100 } },
      },
    ])
    const { json: csv } = await call(shop, 'GET', '/v1/invoices.csv')
    expect(csv['text']).toMatch(/amount_credited.*\r\n.*,26\.20,/)
    await pressPay(link?.url ?? '', 'sandbox-pebble').then(({ location }) => authorise(location))
    const paid = await untilStatus(shop, id, 'paid')
    expect(paid).toMatchObject({ amount_paid: TOTAL - credited - 100, amount_overpaid: 0 })
  })

  it('states the rounding of its tax as its invoice does', async () => {
    const lines = [{ description: 'Ticket', quantity: '1', unit_amount: 999, tax_rate: '20' }]
    const { id } = await createInvoice(world, withLines({ lines, prices_include_tax: true }))
    await mustCommand(world, id, 'credit_notes', { rest: true, notify: false })
    const { json } = await call<{ data: object[] }>(world, 'GET', `/v1/invoices/${id}/credit_notes`)
    const sums = { net: 832, tax: 167, rounding: 1, amount: 999 }
    expect(json.data).toMatchObject([sums])
    expect(await readInvoice(world, id)).toMatchObject(sums)
  })

  it('refuses more than is left, lines and rates that the invoice does not have, and invoices that are not open', async () => {
    const { id } = await createInvoice(world, withLines())
    await mustCommand(world, id, 'credit_notes', { lines: [{ line: 2 }], notify: false })
    const tooLarge = [422, 'credit_exceeds_invoice']
    expect(await refusal(id, { lines: [{ line: 1, quantity: 3.1 }] })).toEqual(tooLarge)
    expect(await refusal(id, { taxes: [{ rate: '20', amount: 3_781 }] })).toEqual(tooLarge)
    expect(await refusal(id, { amount: 3_781 })).toEqual(tooLarge)
    expect(await refusal(id, { lines: [{ line: 2 }] })).toEqual([409, 'nothing_to_credit'])
    const invalid = [422, 'invalid_fields']
    for (const body of [
      {},
      { amount: 1, rest: true },
      { amount: 0 },
      { lines: [{ line: 3 }] },
      { lines: [{ line: 1 }, { line: 1 }] },
      { lines: [{ line: 1, quantity: 'x' }] },
      { taxes: [{ rate: '19', amount: 1 }] },
      { rest: true, extra: 1 },
    ]) {
      expect(await refusal(id, body)).toEqual(invalid)
    }
    const draft = await createInvoice(world, { send: 'draft' })
    expect(await refusal(draft.id, { rest: true })).toEqual([409, 'not_issued'])
    const { link } = await readInvoice(world, id)
    await pressPay(link?.url ?? '', 'sandbox-pebble')
    expect(await refusal(id, { amount: 1 })).toEqual([409, 'payment_in_progress'])
  })

  it('voids an unpaid invoice that it covers, with one e-mail that carries it', async () => {
    const { email } = customer('whole')
    const { id, link, number } = await createInvoice(world, withLines({ customer: customer('whole') }))
    await untilEvent(world, id, 'sent')
    const voided = await mustCommand(world, id, 'credit_notes', { rest: true, reason: 'Not delivered' })
    expect(voided).toMatchObject({
      status: 'void',
      void_reason: 'credited',
      amount_due: 0,
      amount_credited: TOTAL,
    })
    await untilEvent(world, id, 'void_notice_sent')
    expect((await fetch(link?.url ?? '')).status).toBe(410)
    const mails = (await inboxFor(world, email)).filter(({ subject }) => subject.includes(number ?? ''))
    expect(mails.map(({ attachments }) => attachments.map(({ name }) => name.replace(/-\d.*/, '')))).toEqual(
      expect.arrayContaining([['credit-note-CN']]),
    )
    expect(mails).toHaveLength(2)
    expect(await timeline(world, id)).not.toContain('credit_note_sent')
    expect(await refusal(id, { amount: 1 })).toEqual([409, 'voided'])
  })

  it('makes what was paid beyond it an overpayment, which the rule keeps or refunds', async () => {
    const held = await paidInvoice()
    expect(await mustCommand(world, held.id, 'credit_notes', { amount: 2_500 })).toMatchObject({
      status: 'paid',
      amount_paid: 10_000,
      amount_overpaid: 2_500,
      refunds: [],
    })
    const shop = await withNewMerchant(world, { overpayment_policy: 'refund' })
    const paid = await paidInvoice(shop)
    const { key } = await createKey(shop, { scopes: ['read', 'write'] })
    const writer = { ...shop, apiKey: key }
    expect(await mustCommand(writer, paid.id, 'credit_notes', { amount: 500 })).toMatchObject({
      amount_overpaid: 500,
      refunds: [],
    })
    await mustCommand(shop, paid.id, 'refunds', { amount: 500 })
    await mustCommand(shop, paid.id, 'credit_notes', { rest: true })
    const refunded = await untilInvoice(shop, paid.id, ({ amount_refunded }) => amount_refunded === 12_500)
    expect(refunded).toMatchObject({ status: 'paid', amount_paid: 0, amount_overpaid: 0 })
    expect(refunded.refunds).toMatchObject([
      { amount: 500, reason: 'merchant' },
      { amount: 12_000, reason: 'overpayment' },
    ])
  })
})

describe('a refund and a void', () => {
  it('make a credit note over the same money: the refund if it is asked, the void unless it is not wanted', async () => {
    const paid = await paidInvoice()
    const body = { amount: 2_500, credit_note: true }
    const refunded = await mustCommand(world, paid.id, 'refunds', body)
    expect(refunded).toMatchObject({ amount_credited: 2_500, amount_overpaid: 0, status: 'paid' })
    await untilInvoice(world, paid.id, ({ amount_refunded }) => amount_refunded === 2_500)
    const { json: note } = await call(world, 'GET', `/v1/credit_notes/${String(refunded['credit_note'])}`)
    expect(note).toMatchObject({ amount: 2_500, origin: 'refund' })

    const byHand = { amount: 1_000, method: 'cash', credit_note: true }
    expect(await mustCommand(world, paid.id, 'refunds', byHand)).toMatchObject({
      amount_credited: 3_500,
      amount_overpaid: 0,
    })

    const { id } = await createInvoice(world, withLines())
    await mustCommand(world, id, 'credit_notes', { lines: [{ line: 1, quantity: 1 }] })
    await mustCommand(world, id, 'void', { notify: false })
    const { json } = await call<{ data: object[] }>(world, 'GET', `/v1/invoices/${id}/credit_notes`)
    expect(json.data[1]).toMatchObject({ origin: 'void', net: 2_100 + 798, tax: 420 + 40 })
    expect(await readInvoice(world, id)).toMatchObject({ void_reason: null, amount_credited: TOTAL })

    const plain = await createInvoice(world)
    await mustCommand(world, plain.id, 'void', { credit_note: false })
    expect(await readInvoice(world, plain.id)).toMatchObject({ status: 'void', amount_credited: 0 })
    const shop = await withNewMerchant(world, { credit_note_on_void: false })
    const other = await createInvoice(shop)
    await mustCommand(shop, other.id, 'void')
    expect(await timeline(shop, other.id)).not.toContain('credited')
  })

  it('waits with the credit note of a void until the payment in progress has failed', async () => {
    const { id, link } = await createInvoice(world)
    const { location } = await pressPay(link?.url ?? '', 'sandbox-pebble')
    await authorise(location, 'slow')
    expect(await mustCommand(world, id, 'void')).toMatchObject({ amount_credited: 0 })
    await control(world, `payments/${bankPayment(location)}/fail`)
    await untilStatus(world, id, 'void')
    expect(await readInvoice(world, id)).toMatchObject({ amount_credited: 12_500, amount_due: 0 })
  })
})

it('has one outcome when credit notes and a payment race', async () => {
  await playRounds(async (round) => {
    const { id, link } = await createInvoice(world)
    const url = link?.url ?? ''
    const credit = () => command(world, id, 'credit_notes', { amount: 8_000 })
    const pay = async () => {
      const { location } = await pressPay(url, 'sandbox-harbour')
      if (location.startsWith(world.sandbox.bankUrl)) await authorise(location)
    }
    const answers =
      round % 2 === 0
        ? (await Promise.all([credit(), credit(), pay()])).slice(0, 2)
        : (await Promise.all([pay(), credit(), credit()])).slice(1)
    const made = answers.filter((answer) => answer?.status === 201).length
    expect(made).toBeLessThanOrEqual(1)
    const left = 12_500 - made * 8_000
    await waitFor(async () => {
      const { status } = await readInvoice(world, id)
      if (status === 'paid') return true
      await pay()
      return false
    })
    const state = await waitUntilSettled(world, id)
    expect(state).toMatchObject({ status: 'paid', amountCredited: 12_500 - left, amountPaid: left })
    expect(state.amountOverpaid).toBe(state.payments.reduce((sum, { amount }) => sum + amount, 0) - left)
    expect((await countEvents(world, id))['credited'] ?? 0).toBe(made)
  })
}, 600_000)
