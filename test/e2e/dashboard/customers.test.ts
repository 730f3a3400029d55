import { beforeAll, describe, expect, it } from 'vitest'
import { call, createInvoice, mustCommand } from '../../clients/client.ts'
import { fieldsOf, submit, textOf } from '../../clients/dashboard-client.ts'
import { type Browser, memberOf } from '../../clients/identity-client.ts'
import { createRecurring } from '../../clients/recurring-client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilStatus } from '../../support/wait.ts'

const world = useWorld()
let owner: Browser
beforeAll(async () => {
  owner = await memberOf(world, 'owner@customers.example', 'owner')
})

const BASE = '/dashboard/test/customers'

async function seen(path: string): Promise<string> {
  const { status, text } = await owner.get(path)
  expect([path, status]).toEqual([path, 200])
  return textOf(text)
}

describe('a customer', () => {
  it('is added, found, changed and shown with its balances, without JavaScript', async () => {
    expect(await seen(BASE)).toContain('No customers yet')
    const form = `${BASE}/new`
    const evil = 'Ada "><img src=x>'
    const entered = { name: evil, email: 'Ada@customers.example', phone: '+447700900123', language: 'da' }
    const wrong = await submit(owner, form, form, {
      ...entered,
      cc: 'books@customers.example, nobody',
      'billing_address.country': 'Britain',
    })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toMatch(/id="cc"[^>]*aria-invalid="true"/)
    expect(wrong.text).toMatch(/id="billing_address.country"[^>]*aria-invalid="true"/)
    expect(fieldsOf(wrong.text, form)).toMatchObject({ name: evil, language: 'da' })
    const added = await submit(owner, form, form, { ...entered, cc: 'books@customers.example' })
    const page = added.location.replace('?done=created', '')
    expect(page).toMatch(/\/customers\/cus_\w+$/)
    const twice = await submit(owner, form, form, entered)
    expect([twice.status, textOf(twice.text)]).toEqual([409, expect.stringContaining('has this e-mail')])

    const edit = `${page}/edit`
    const address = { line1: '12 High Street', city: 'London', postal_code: 'SW1A 1AA', country: 'GB' }
    const parts = Object.entries(address).map(([part, value]) => [`billing_address.${part}`, value] as const)
    const editing = { ...fieldsOf((await owner.get(edit)).text, edit), ...Object.fromEntries(parts) }
    const changed = { ...editing, name: 'Ada Byron', phone: '', company_number: '01234567' }
    expect((await owner.post(edit, changed)).location).toBe(`${page}?done=changed`)
    const stale = await owner.post(edit, { ...changed, name: 'Old' })
    expect([stale.status, textOf(stale.text)]).toEqual([412, expect.stringContaining('changed meanwhile')])
    const id = page.replace(/.*\//, '')
    const { json } = await call(world, 'GET', `/v1/customers/${id}`)
    expect(json).toMatchObject({
      name: 'Ada Byron',
      phone: null,
      company_number: '01234567',
      language: 'da',
      cc: ['books@customers.example'],
      billing_address: { ...address, country: 'GB' },
    })

    const invoice = await createInvoice(world, { customer: { id }, amount: 10_000 })
    await mustCommand(world, invoice.id, 'payments', { amount: 2_500, method: 'cash' })
    await createInvoice(world, { customer: { id }, amount: 4_000, currency: 'EUR' })
    const shown = await seen(page)
    expect(shown).toContain('Owed 75.00 GBP 1 open invoice Paid 25.00 GBP')
    expect(shown).toContain('Owed 40.00 EUR 1 open invoice Paid 0.00 EUR')
    expect(shown).toMatch(/Changed name, phone, company number, billing address\./)
    expect(shown).toContain('Company number 01234567')
    expect(shown).toContain('12 High Street SW1A 1AA London United Kingdom')
    await createInvoice(world, { customer: { name: 'Zoë', email: 'zoe@customers.example' } })
    for (const q of ['BYRON', 'ada@cust']) {
      const list = await seen(`${BASE}?q=${q}`)
      expect(list).toContain('Ada Byron')
      expect(list).not.toContain('Zoë')
    }
    expect(await seen(`${BASE}?limit=1`)).toContain('Next page')
    const next = `/dashboard/test/invoices/new?customer=${id}`
    expect(fieldsOf((await owner.get(next)).text, '/dashboard/test/invoices/new')).toMatchObject({
      'customer.name': 'Ada Byron',
      'customer.email': 'Ada@customers.example',
    })
  })

  it('does not call a refund a part of what a credit note left as paid', async () => {
    const { id } = await createInvoice(world, {
      customer: { name: 'Mia', email: 'mia@customers.example' },
      amount: 10_000,
    })
    await mustCommand(world, id, 'payments', { amount: 10_000, method: 'cash' })
    await untilStatus(world, id, 'paid')
    await mustCommand(world, id, 'credit_notes', { amount: 4_000, notify: false })
    await mustCommand(world, id, 'refunds', { amount: 4_000, method: 'cash' })
    const { json } = await call<{ customer: { id: string } }>(world, 'GET', `/v1/invoices/${id}`)
    const shown = await seen(`${BASE}/${json.customer.id}`)
    expect(shown).toContain('Paid 60.00 GBP Refunded 40.00 GBP')
  })

  it('is erased only after the consequence was read, the box ticked and the address typed', async () => {
    const grace = { name: 'Grace Hopper', email: 'grace@customers.example' }
    await createInvoice(world, { customer: grace, amount: 5_000 })
    await createRecurring(world, { customer: grace })
    const { json } = await call(world, 'GET', `/v1/customers?q=${grace.email}`)
    const page = `${BASE}/${(json['data'] as { id: string }[])[0]?.id ?? ''}`
    const erase = `${page}/erase`
    expect((await owner.get(page)).text).not.toContain(`action="${erase}"`)
    const consequence = await seen(erase)
    expect(consequence).toContain('1 invoice over 50.00 GBP still to be paid')
    expect(consequence).toContain('1 recurring invoice: ended for good')
    const oneClick = await submit(owner, erase, erase)
    expect([oneClick.status, textOf(oneClick.text)]).toEqual([
      422,
      expect.stringContaining('This must be the customer’s e-mail address'),
    ])
    const typed = { confirmation: 'Grace@customers.example' }
    const open = await submit(owner, erase, erase, typed)
    expect([open.status, textOf(open.text)]).toEqual([409, expect.stringContaining('Tick the box')])
    const done = await submit(owner, erase, erase, { ...typed, force: 'yes' })
    expect(done.location).toBe(`${page}?done=erased`)
    expect(await seen(page)).toContain('Erased customer')
    expect(await seen(page)).not.toContain(grace.email)
    for (const path of [erase, `${page}/edit`]) expect((await owner.get(path)).location).toBe(page)
  })
})
