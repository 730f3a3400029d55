import { describe, expect, it } from 'vitest'
import { InvoiceRow } from '../../../db/entities/index.ts'
import { call, createInvoice, mustCommand } from '../../clients/client.ts'
import { confirm, dayFromNow, review, untilImport } from '../../clients/import-client.ts'
import { createRecurring } from '../../clients/recurring-client.ts'
import { pdfTextAt } from '../../support/read-pdf.ts'
import { useWorld } from '../../support/test-harness.ts'
import { inLiveMode } from '../../support/merchant.ts'

const world = useWorld()

const SENT = 'one\r\ntwo\rthree\nfour\u2028five'
const STORED = 'one\ntwo\nthree\nfour\nfive'

const TEXTS = {
  description: SENT,
  instructions: SENT,
  amount: undefined,
  lines: [{ description: SENT, unit_amount: 12_500 }],
  customer: { name: 'Ada Byron', email: 'ada@customer.example', billing_address: { text: SENT } },
  metadata: { order: SENT },
}
const EXPECTED = {
  description: STORED,
  instructions: STORED,
  lines: [{ description: STORED }],
  customer: { billing_address: { text: STORED } },
  metadata: { order: STORED },
}

describe('line ends in a text', () => {
  it('turns line ends into \\n in a new invoice, on its page and in its PDF', async () => {
    const { id, link } = await createInvoice(world, TEXTS)
    expect((await call(world, 'GET', `/v1/invoices/${id}`)).json).toMatchObject(EXPECTED)
    const page = await (await fetch(link?.url ?? '')).text()
    expect(page).not.toMatch(/one\r|two\r|four\u2028/)
    const text = await pdfTextAt(`${link?.url}/invoice.pdf`)
    expect(text.split('one two three four five')).toHaveLength(5)
  })

  it('turns line ends into \\n when a draft or a sent invoice is changed', async () => {
    const { id } = await createInvoice(world, {
      send: 'draft',
      amount: undefined,
      lines: [{ description: 'x', unit_amount: 1 }],
    })
    const changed = await call(world, 'PATCH', `/v1/invoices/${id}`, TEXTS)
    expect(changed).toMatchObject({ status: 200, json: EXPECTED })
    await mustCommand(world, id, 'send')
    await call(world, 'PATCH', `/v1/invoices/${id}`, { instructions: `again\r\n${SENT}` })
    expect((await call(world, 'GET', `/v1/invoices/${id}`)).json['instructions']).toBe(`again\n${STORED}`)
  })

  it('turns line ends into \\n in a recurring invoice, and in reminders of the settings', async () => {
    const { id } = await createRecurring(world, TEXTS)
    expect((await call(world, 'GET', `/v1/recurring_invoices/${id}`)).json).toMatchObject(EXPECTED)
    const reminders = { steps: [{ days: 3, text: SENT }] }
    expect((await call(inLiveMode(world), 'PATCH', '/v1/settings', { reminders })).json).toMatchObject({
      reminders: { steps: [{ text: STORED }] },
    })
  })

  it('turns line ends into \\n in the cells of an import', async () => {
    const cell = `"${SENT}"`
    const header =
      'customer_name,customer_email,amount,currency,due_date,description,instructions,billing_address,metadata.order'
    const row = `Ada,ada.lines@customer.example,10.50,GBP,${dayFromNow(14)},${cell},${cell},${cell},${cell}`
    const seen = await review(world, `${header}\n${row}\n`)
    expect(seen.rows).toMatchObject({ valid: 1, invalid: 0 })
    await confirm(world, seen.id)
    await untilImport(world, seen.id, 'completed')
    const { id } = await world.em.fork().findOneOrFail(InvoiceRow, { importId: seen.id })
    expect((await call(world, 'GET', `/v1/invoices/${id}`)).json).toMatchObject(EXPECTED)
  })
})
