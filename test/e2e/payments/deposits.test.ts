import { describe, expect, it } from 'vitest'
import {
  advance,
  authorise,
  bankPayment,
  call,
  control,
  createInvoice,
  inboxFor,
  pressPay,
  readInvoice,
  textsFor,
} from '../../clients/client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'

const world = useWorld()

let customers = 0
const customer = () => ({
  name: 'Ada Byron',
  email: `ada.deposit.${(customers += 1)}@customer.example`,
  phone: `+4477009001${String(customers).padStart(2, '0')}`,
})
const PART = 'deposit of 300.00 GBP, of 1,000.00 GBP in all'
const text = 'Please pay {amount} {currency} of {total} by {due_date}.'

async function withDeposit(changes: Record<string, unknown> = {}) {
  const to = customer()
  const fields = { customer: to, amount: 100_000, deposit: { percent: 30 }, ...changes }
  const { id, link } = await createInvoice(world, fields)
  return { id, url: link?.url ?? '', to }
}

async function openPage(url: string): Promise<{ page: string; amount: string }> {
  const page = await (await fetch(url)).text()
  return { page, amount: /name="amount" value="(\d+)"/.exec(page)?.[1] ?? '' }
}

async function amountAtBank(location: string): Promise<unknown> {
  return (await control(world, `payments/${bankPayment(location)}`, 'GET'))['amount_in_minor']
}

describe('a deposit and the due date', () => {
  it('requests the deposit before the due date and everything once the invoice is overdue', async () => {
    const steps = [
      { days: -1, channel: 'both' },
      { days: 0, channel: 'both', text },
      { days: 1, channel: 'both' },
      { days: 2, channel: 'both', text },
    ]
    const { id, url, to } = await withDeposit({
      deliver: ['email', 'sms'],
      reminders: { time: '09:00', steps },
    })
    const before = await openPage(url)
    expect(before.page).toContain('<h1>300.00 GBP</h1>')
    expect(before.page.replace(/<[^>]*>/g, '')).toMatch(/Deposit, of\s+1,000.00 GBP\s+in all/)
    await advance(world, id, 'P30D')
    const mails = await waitFor(async () => {
      const found = await inboxFor(world, to.email)
      return found.length === 5 && found.toReversed().map((mail) => mail.text.replace(/\s+/g, ' '))
    })
    expect(mails.map((mail) => mail.includes(PART))).toEqual([true, true, false, false, false])
    expect(mails[2]).toContain('Please pay 300.00 GBP of 1,000.00 by ')
    expect(mails[3]).toContain('1,000.00 GBP for invoice')
    expect(mails[4]).toContain('Please pay 1,000.00 GBP of 1,000.00 by ')
    const texts = (await textsFor(world, to.phone)).toReversed().map((sms) => sms.text)
    expect(texts.map((sms) => sms.includes(PART))).toEqual([true, true, false, false, false])
    expect(texts.map((sms) => sms.includes('1,000.00 GBP'))).toEqual([true, true, false, true, true])
    const after = await openPage(url)
    expect(after.page).toContain('<h1>1,000.00 GBP</h1>')
    expect(after.page).not.toContain('Deposit')
    expect(await readInvoice(world, id)).toMatchObject({ status: 'overdue', amount_requested: 100_000 })
    const { location } = await pressPay(url, 'sandbox-pebble', after.amount)
    expect(await amountAtBank(location)).toBe(100_000)
    await authorise(location)
    await untilStatus(world, id, 'paid')
  })

  it('shows the page again instead of paying when the amount changed after the page was opened', async () => {
    const { id, url } = await withDeposit()
    const { amount } = await openPage(url)
    await advance(world, id, 'P20D')
    const pressed = await pressPay(url, 'sandbox-pebble', amount)
    expect(pressed.location).toMatch(/\?changed$/)
    const again = await openPage(`${url}?changed`)
    expect(again.page).toContain('The payment was not started')
    expect(again.page).toContain('<h1>1,000.00 GBP</h1>')
    const { location } = await pressPay(url, 'sandbox-pebble', again.amount)
    expect(await amountAtBank(location)).toBe(100_000)
  })

  it('replaces an unapproved payment of the deposit once the invoice is overdue', async () => {
    const { id, url } = await withDeposit()
    const first = await pressPay(url, 'sandbox-pebble', '30000')
    expect(await amountAtBank(first.location)).toBe(30_000)
    await advance(world, id, 'P20D')
    const waiting = (await openPage(url)).page
    expect(waiting).toContain('Choose your bank again')
    expect(waiting).not.toContain(first.location.split('?')[0])
    const second = await pressPay(url, 'sandbox-pebble', '100000')
    expect(await amountAtBank(second.location)).toBe(100_000)
    const stopped = await control(world, `payments/${bankPayment(first.location)}`, 'GET')
    expect(stopped['status']).toBe('failed')
  })

  it('requests the rest after a deposit that was approved before the invoice became overdue', async () => {
    const { id, url } = await withDeposit()
    const { location } = await pressPay(url, 'sandbox-pebble', '30000')
    await advance(world, id, 'P20D')
    await authorise(location)
    const half = await untilInvoice(world, id, ({ amount_paid }) => amount_paid > 0)
    expect(half).toMatchObject({ status: 'overdue', amount_due: 70_000, amount_requested: 70_000 })
    expect((await openPage(url)).amount).toBe('70000')
  })

  it('requests the deposit again after a later due date ended overdue', async () => {
    const { id } = await withDeposit()
    await advance(world, id, 'P20D')
    const dueDate = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10)
    const { json } = await call(world, 'PATCH', `/v1/invoices/${id}`, { due_date: dueDate })
    expect(json).toMatchObject({ status: 'sent', amount_requested: 30_000 })
  })
})
