import { describe, expect, it } from 'vitest'
import {
  advance,
  command,
  authorise,
  call,
  createInvoice,
  inboxFor,
  mustCommand,
  pressPay,
  readEvents,
  textsFor,
} from '../../clients/client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilStatus, waitFor } from '../../support/wait.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'

const world = useWorld()

let customers = 0
const customer = () => ({ name: 'Ada Byron', email: `ada.${(customers += 1)}@customer.example` })
const remindersOf = async (id: string, shop = world) =>
  (await readEvents(shop, id)).filter(({ type }) => type === 'invoice.reminded')
interface Next {
  data: { event: string; at: string; local_time: string; why: string }[]
  suppressed: { event: string; at: string; code: string; why: string }[]
}
const nextOf = async (id: string, shop = world) =>
  (await call<Next>(shop, 'GET', `/v1/invoices/${id}/next`)).json

describe('reminders', () => {
  it('sends the default reminders on their days at nine with fitting texts', async () => {
    const to = customer()
    const { id } = await createInvoice(world, { customer: to })
    await advance(world, id, 'P60D')
    const reminded = await remindersOf(id)
    expect(reminded.map(({ at }) => at.slice(11, 16))).toEqual(Array.from({ length: 5 }, () => '09:00'))
    const due = Date.parse(new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10))
    const days = reminded.map(({ at }) => (Date.parse(at.slice(0, 10)) - due) / 86_400_000)
    expect(days).toEqual([-3, 0, 3, 7, 14])
    const mails = (await inboxFor(world, to.email)).filter(({ subject }) => subject.startsWith('Reminder'))
    expect(mails).toHaveLength(5)
    const texts = mails.toReversed().map(({ text }) => text.replace(/\s+/g, ' '))
    expect(texts[0]).toContain('friendly reminder that 125.00 GBP')
    expect(texts[1]).toContain('is due today')
    expect(texts[2]).toContain('was due on')
  })

  it('sends reminders by the invoice’s own plan, with its channels and texts', async () => {
    const to = { ...customer(), phone: '+447700900321' }
    const reminders = {
      time: '16:30',
      steps: [
        {
          days: -1,
          channel: 'both',
          text: 'Dear {customer_name}, {amount} {currency} is due on {due_date}.',
        },
        { days: 2, channel: 'sms' },
      ],
    }
    const { id } = await createInvoice(world, { customer: to, reminders })
    await advance(world, id, 'P20D')
    const reminded = await remindersOf(id)
    expect(reminded.map(({ data }) => data['channels'])).toEqual([['email', 'sms'], ['sms']])
    expect(reminded[0]?.at).toContain('T16:30')
    expect(reminded[1]?.data['sms_segments']).toBe(1)
    const [mail] = (await inboxFor(world, to.email)).filter(({ subject }) => subject.startsWith('Reminder'))
    expect(mail?.text).toContain('Dear Ada Byron, 125.00 GBP is due on')
    const texts = await textsFor(world, to.phone)
    expect(texts).toHaveLength(2)
    expect(texts.every(({ text }) => text.length <= 160 && text.includes('/pay/'))).toBe(true)
  })

  it('sends reminders by the merchant’s plan when the invoice has none', async () => {
    const shop = await withNewMerchant(world)
    const { json: before } = await call(shop, 'GET', '/v1/settings')
    const reminders = { time: '08:15', steps: [{ days: 1, channel: 'email' }] }
    expect((await call(inLiveMode(shop), 'PATCH', '/v1/settings', { reminders })).status).toBe(200)
    const { id } = await createInvoice(shop)
    expect((await call(inLiveMode(shop), 'PATCH', '/v1/settings', { reminders: null })).json).toEqual(before)
    const steps = (await nextOf(id, shop)).data.filter(({ event }) => event === 'invoice.reminded')
    expect(steps.map(({ local_time }) => local_time.slice(11, 16))).toEqual(['08:15'])
  })

  it('keeps the merchant’s plan of the issue when the merchant’s plan changes', async () => {
    const steps = [{ days: 1, text: 'In the words of then, {customer_name}.' }]
    const shop = await withNewMerchant(world)
    const { json: before } = await call(shop, 'GET', '/v1/settings')
    await call(inLiveMode(shop), 'PATCH', '/v1/settings', { reminders: { time: '08:15', steps } })
    const to = customer()
    const { id } = await createInvoice(shop, { customer: to })
    const plannedFor = async () =>
      (await nextOf(id, shop)).data.filter(({ event }) => event === 'invoice.reminded')
    const planned = await plannedFor()
    expect((await call(inLiveMode(shop), 'PATCH', '/v1/settings', { reminders: null })).json).toEqual(before)
    await call(shop, 'PATCH', `/v1/invoices/${id}`, { instructions: 'By the end of the month, please.' })
    await mustCommand(shop, id, 'pause')
    await mustCommand(shop, id, 'resume')
    expect(planned).toHaveLength(1)
    expect(await plannedFor()).toEqual(planned)
    await advance(shop, id, 'P20D')
    const [mail] = (await inboxFor(world, to.email)).filter(({ subject }) => subject.startsWith('Reminder'))
    expect(mail?.text).toContain('In the words of then, Ada Byron.')
    const { json } = await call(shop, 'PATCH', `/v1/invoices/${id}`, { reminders: null })
    expect(json['reminders']).toEqual(before['reminders'])
  })

  it('sends at most one reminder a day and channel after the plan changes', async () => {
    const to = { ...customer(), phone: '+447700900322' }
    const { id } = await createInvoice(world, { customer: to, reminders: { steps: [{ days: -1 }] } })
    const noon = Date.parse(new Date().toISOString().slice(0, 10)) + 13.5 * 86_400_000
    await advance(world, id, `PT${Math.round((noon - Date.now()) / 1_000)}S`)
    expect((await remindersOf(id)).map(({ data }) => data['channels'])).toEqual([['email']])
    const due = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
    await call(world, 'PATCH', `/v1/invoices/${id}`, {
      due_date: due,
      reminders: { time: '23:59', steps: [{ days: -7, channel: 'both' }] },
    })
    await advance(world, id, 'P1D')
    expect((await remindersOf(id)).map(({ data }) => data['channels'])).toEqual([['email'], ['sms']])
  })

  it('answers a changed plan with the new schedule and skips past steps', async () => {
    const { id } = await createInvoice(world)
    await advance(world, id, 'P12D')
    const steps = [{ days: -10 }, { days: -4 }, { days: 5, channel: 'email' }]
    const { status, json } = await call(world, 'PATCH', `/v1/invoices/${id}`, { reminders: { steps } })
    expect(status).toBe(200)
    const next = json['next'] as Awaited<ReturnType<typeof nextOf>>
    expect(next.data.filter(({ event }) => event === 'invoice.reminded')).toHaveLength(1)
    expect(next.suppressed.map(({ code }) => code)).toEqual(['past', 'past'])
    expect(next.suppressed.every(({ why }) => why.length > 0)).toBe(true)
    await advance(world, id, 'P30D')
    expect(await remindersOf(id)).toHaveLength(2)
  })

  it('moves reminders with the due date and sends one a day', async () => {
    const { id } = await createInvoice(world)
    await advance(world, id, 'P30D')
    expect(await remindersOf(id)).toHaveLength(5)
    const later = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10)
    const { json } = await call(world, 'PATCH', `/v1/invoices/${id}`, { due_date: later })
    expect(json).toMatchObject({ status: 'sent', due_date: later })
    await advance(world, id, 'P60D')
    expect(await remindersOf(id)).toHaveLength(10)
  })

  it('sends no burst of reminders after days without a worker', async () => {
    const { id } = await createInvoice(world)
    await untilEvent(world, id, 'sent')
    await world.stopWorker()
    await world.shiftClock(id, 16)
    await world.startWorker()
    await command(world, id, 'clock', { advance: 'PT0S' })
    expect(await remindersOf(id)).toEqual([])
    const skipped = (await readEvents(world, id)).filter(({ type }) => type === 'invoice.reminder_skipped')
    expect(skipped.map(({ data }) => data['reason'])).toEqual(['late', 'late'])
  })

  it('stops reminders when the invoice is paid', async () => {
    const { id, link } = await createInvoice(world)
    await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
    await untilStatus(world, id, 'paid')
    expect((await nextOf(id)).suppressed.map(({ code }) => code)).toContain('paid')
    await advance(world, id, 'P60D')
    expect(await remindersOf(id)).toEqual([])
  })

  it('sends a requested reminder at most twice a day', async () => {
    const to = customer()
    const { id } = await createInvoice(world, { customer: to })
    const text = 'We would be glad to hear from you, {customer_name}.'
    await mustCommand(world, id, 'remind', { text })
    await mustCommand(world, id, 'remind')
    const third = await command(world, id, 'remind')
    expect(third).toMatchObject({ status: 429, json: { code: 'too_many_reminders' } })
    await waitFor(async () => (await remindersOf(id)).length === 2)
    const mails = (await inboxFor(world, to.email)).filter(({ subject }) => subject.startsWith('Reminder'))
    expect(mails.map((mail) => mail.text).join()).toContain('glad to hear from you, Ada Byron.')
    await advance(world, id, 'PT25H')
    await mustCommand(world, id, 'remind')
  })

  it('sends a requested reminder once for one Idempotency-Key', async () => {
    const { id } = await createInvoice(world)
    const key = { 'idempotency-key': `remind-${id}` }
    const answers = await Promise.all([1, 2, 3].map(() => command(world, id, 'remind', {}, key)))
    expect(answers.every(({ status }) => status === 202 || status === 409)).toBe(true)
    expect((await command(world, id, 'remind', {}, key)).status).toBe(202)
    await waitFor(async () => (await remindersOf(id)).length > 0)
    expect(await remindersOf(id)).toHaveLength(1)
    const other = await command(world, id, 'remind', { text: 'Something else' }, key)
    expect(other).toMatchObject({ status: 422, json: { code: 'idempotency_key_reused' } })
  })
})
