import { describe, expect, it } from 'vitest'
import { call, createInvoice, inboxFor, type InvoiceJson, timeline } from '../../clients/client.ts'
import { confirm, dayFromNow, review, untilImport } from '../../clients/import-client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilStatus, waitFor } from '../../support/wait.ts'

const world = useWorld()

type Invoice = InvoiceJson & Record<string, unknown>

const read = async (id: string) => (await call<Invoice>(world, 'GET', `/v1/invoices/${id}`)).json
const errorsOf = (json: object) =>
  (json as { errors: { pointer: string; code: string }[] }).errors.map(({ pointer, code }) => [pointer, code])

describe('an invoice that was issued elsewhere', () => {
  it('keeps number and day, is overdue with the rest due, and gets no reminder of the past', async () => {
    const issueDate = dayFromNow(-40)
    const customer = { name: 'Ada', email: 'over@taken.example' }
    const { id } = await createInvoice(world, {
      customer,
      number: 'OLD-17',
      amount: 10_000,
      issue_date: issueDate,
      amount_paid: 2_500,
      due_date: dayFromNow(-10),
      reminders: { steps: [{ days: 3 }, { days: 7 }, { days: 30 }] },
    })
    const invoice = await untilStatus(world, id, 'overdue')
    expect(invoice).toMatchObject({
      number: 'OLD-17',
      issue_date: issueDate,
      amount_paid: 2_500,
      amount_due: 7_500,
      payment_reference: 'OLD-17',
    })
    await untilEvent(world, id, 'delivered')
    expect(await timeline(world, id)).not.toContain('reminded')
    expect(invoice.link?.status).toBe('active')
    const { json: next } = await call(world, 'GET', `/v1/invoices/${id}/next`)
    expect(
      (next['data'] as { event: string }[]).filter(({ event }) => event === 'invoice.reminded'),
    ).toHaveLength(1)
    const [mail, ...others] = await inboxFor(world, customer.email)
    expect(others).toEqual([])
    expect(mail?.text).toContain('75.00')
    const change = await call(world, 'PATCH', `/v1/invoices/${id}`, { instructions: 'Thank you.' })
    expect(change.status).toBe(200)
  })

  it('is refused with a day in the future, without its number, with that of a credit note, or paid completely', async () => {
    const body = {
      customer: { name: 'Ada', email: 'no@taken.example' },
      currency: 'GBP',
      description: 'Work',
      amount: 10_000,
      number: 'OLD-18',
      issue_date: dayFromNow(-2),
      due_date: dayFromNow(5),
    }
    const refused = async (changes: object) => {
      const { status, json } = await call(world, 'POST', '/v1/invoices', { ...body, ...changes })
      return [status, ...errorsOf(json)]
    }
    expect(await refused({ issue_date: dayFromNow(3) })).toEqual([422, ['/issue_date', 'in_the_future']])
    expect(await refused({ number: undefined })).toEqual([422, ['/number', 'required']])
    expect(await refused({ number: 'cn-2026-0001' })).toEqual([422, ['/number', 'reserved']])
    expect(await refused({ amount_paid: 10_000 })).toEqual([422, ['/amount_paid', 'out_of_range']])
    expect(await refused({ due_date: dayFromNow(-3) })).toEqual([422, ['/due_date', 'due_before_issue']])
    const paid = { issue_date: undefined, amount_paid: 100 }
    expect(await refused(paid)).toEqual([422, ['/amount_paid', 'conflict']])
  })

  it('comes from a file too, with order, period, VAT and company number', async () => {
    const header =
      'Name,Email,Amount,Currency,Due date,Description,Invoice number,issue_date,Amount paid,service_from,service_to,VAT number,KvK-nummer,PO'
    const row = (number: string, paid: string) =>
      `Ada,file@taken.example,100.00,GBP,${dayFromNow(-1)},Work ${number},${number},${dayFromNow(-20)},${paid},2026-10-01,2026-10-31,DE136695976,73512832,PO-${number}`
    const seen = await review(world, [header, row('F-1', '40.00'), row('F-2', '100.00')].join('\n'))
    expect(seen.rows).toMatchObject({ valid: 1, invalid: 1 })
    expect(seen.first_invalid_rows[0]?.errors).toMatchObject([{ code: 'paid_already' }])
    await confirm(world, seen.id)
    await untilImport(world, seen.id, 'completed')
    const { json } = await call(world, 'GET', `/v1/invoices?import=${seen.id}`)
    const [listed] = json['data'] as Invoice[]
    const invoice = await untilStatus(world, listed?.id ?? '', 'overdue')
    expect(invoice).toMatchObject({
      number: 'F-1',
      issue_date: dayFromNow(-20),
      amount_paid: 4_000,
      amount_due: 6_000,
      purchase_order: 'PO-F-1',
      service_period: { from: '2026-10-01', to: '2026-10-31' },
      customer: { vat_number: 'DE136695976', company_number: '73512832' },
    })
    await waitFor(async () => (await inboxFor(world, 'file@taken.example')).length === 1)
    expect(await read(invoice.id)).toMatchObject({ payment_reference: 'F-1' })
  })
})
