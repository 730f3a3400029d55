import { expect, it } from 'vitest'
import { INVOICE_REQUEST } from '../../../api/openapi/examples/invoice.ts'
import { Duewell, DuewellError, type NewInvoice } from '../../../docs/client/duewell.ts'
import { dayFromNow } from '../../clients/import-client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilStatus } from '../../support/wait.ts'

const world = useWorld()
const client = (apiKey = world.apiKey) => new Duewell({ apiKey, url: world.publicUrl })

it('creates, lists, pays and reads an invoice with the generated client', async () => {
  const body = { ...(INVOICE_REQUEST as NewInvoice), due_date: dayFromNow(14) }
  const idempotencyKey = 'order-A-1002'
  const created = await client().createInvoice(body, { idempotencyKey })
  expect((await client().createInvoice(body, { idempotencyKey })).id).toBe(created.id)
  const { data } = await client().listInvoices({ q: 'Analytical', limit: 10 })
  expect(data.map(({ id }) => id)).toEqual([created.id])
  const paid = await client().recordPayment(created.id, { amount: created.amount, method: 'cash' })
  expect(paid.payment).toMatch(/^pay_/)
  await untilStatus(world, created.id, 'paid')
  const events = await client().listInvoiceEvents(created.id)
  expect(events.data.map(({ type }) => type)).toContain('invoice.paid')
  const pdf = await client().getInvoicePdf(created.id)
  expect(pdf.headers.get('content-type')).toBe('application/pdf')
  await expect(client().voidInvoice(created.id)).rejects.toMatchObject({ problem: { code: 'already_paid' } })
})

it('throws the problem when the key is unknown', async () => {
  const refused = client('dw_test_unknown_key_of_nobody').getSettings()
  await expect(refused).rejects.toThrow(DuewellError)
  await expect(refused).rejects.toMatchObject({ problem: { status: 401, code: 'unauthorized' } })
})

it('serves the document and its page', async () => {
  const document = await fetch(`${world.publicUrl}/openapi.json`)
  expect(await document.json()).toMatchObject({ openapi: '3.1.1', servers: [{ url: world.publicUrl }] })
  const page = await fetch(`${world.publicUrl}/docs`)
  expect(page.headers.get('content-security-policy')).toContain("connect-src 'self'")
})
