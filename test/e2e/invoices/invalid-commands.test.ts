import { beforeAll, describe, expect, it } from 'vitest'
import { seed } from '../../../dev/stack/demo/seed.ts'
import {
  command,
  call,
  createInvoice,
  type InvoiceJson,
  invoiceBody,
  timeline,
} from '../../clients/client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent } from '../../support/wait.ts'
import { inLiveMode } from '../../support/merchant.ts'

const world = useWorld()
let invoice: InvoiceJson
beforeAll(async () => {
  invoice = await createInvoice(world)
  await untilEvent(world, invoice.id, 'delivered')
})

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const steps = (count: number) => Array.from({ length: count }, (_, index) => ({ days: index }))

interface Refusal {
  status: number
  json: Record<string, unknown>
  headers?: Headers
}

async function refused(asking: Promise<Refusal>, status: number, code: string): Promise<Refusal> {
  const answer = await asking
  expect({ status: answer.status, code: answer.json['code'] }).toEqual({ status, code })
  expect(answer.json['title']).toEqual(expect.any(String))
  expect(await timeline(world, invoice.id)).toEqual(['issued', 'sent', 'delivered'])
  return answer
}

const patch = (body: unknown) => call(world, 'PATCH', `/v1/invoices/${invoice.id}`, body)
const settings = (body: unknown) => call(inLiveMode(world), 'PATCH', '/v1/settings', body)

describe('an invalid command', () => {
  it('refuses a due date before the issue date, for new and for sent invoices', async () => {
    const answer = await refused(patch({ due_date: day(-2) }), 422, 'due_before_issue')
    expect(answer.json['errors']).toMatchObject([{ pointer: '/due_date', code: 'due_before_issue' }])
    const created = call(world, 'POST', '/v1/invoices', invoiceBody({ due_date: day(-2) }))
    await refused(created, 422, 'due_before_issue')
  })

  it('refuses a text message to a customer without a phone number', async () => {
    const byText = await refused(
      command(world, invoice.id, 'remind', { channel: 'sms' }),
      422,
      'invalid_fields',
    )
    expect(byText.json['errors']).toMatchObject([{ pointer: '/channel', code: 'no_phone' }])
    const again = await refused(
      command(world, invoice.id, 'link', { deliver: ['sms'] }),
      422,
      'invalid_fields',
    )
    expect(again.json['errors']).toMatchObject([{ pointer: '/deliver', code: 'no_phone' }])
  })

  it('refuses a reminder plan with two equal steps', async () => {
    const reminders = { steps: [{ days: 3 }, { days: 1 }, { days: 3, channel: 'email' }] }
    await refused(patch({ reminders }), 422, 'equal_reminders')
    await refused(settings({ reminders }), 422, 'equal_reminders')
    const both = { steps: [{ days: 3 }, { days: 3, channel: 'both' }] }
    await refused(
      call(world, 'POST', '/v1/invoices', invoiceBody({ reminders: both })),
      422,
      'equal_reminders',
    )
  })

  it('refuses a reminder plan with more than fifty steps', async () => {
    await refused(patch({ reminders: { steps: steps(51) } }), 422, 'too_many_steps')
    await refused(settings({ reminders: { steps: steps(51) } }), 422, 'too_many_steps')
    expect(
      (await call(world, 'POST', '/v1/invoices', invoiceBody({ reminders: { steps: steps(50) } }))).status,
    ).toBe(201)
  })

  it.each(['Europe/Atlantis', '+01:00', 'europe/london/', ''])('refuses the zone %j', async (zone) => {
    const answer = await settings({ time_zone: zone })
    expect(answer.status).toBe(422)
    expect(answer.json['code']).toBe(zone === '' ? 'invalid_fields' : 'unknown_time_zone')
    expect((await call(world, 'GET', '/v1/settings')).json['time_zone']).toBe('Europe/London')
  })

  it('refuses to move a test clock back', async () => {
    await refused(command(world, invoice.id, 'clock', { advance: '-PT1S' }), 422, 'clock_moved_back')
  })

  it.each(['nothing', 'pay_', "pay_' or 1=1", 'inv_01m84m1fqaecxtejfn07f2vfdt'])(
    'refuses to undo the unknown payment %j',
    async (name) => {
      const path = `payments/${encodeURIComponent(name)}/undo`
      await refused(command(world, invoice.id, path), 404, 'unknown_payment')
    },
  )

  it('refuses a deeply nested body', async () => {
    const deep = `{"metadata":${'['.repeat(100_000)}null${']'.repeat(100_000)}}`
    const draft = await createInvoice(world, { send: 'draft' })
    const answer = await call(world, 'PATCH', `/v1/invoices/${draft.id}`, deep)
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ code: 'too_deep' }] } })
  })

  it('refuses a refund above the refundable rest', async () => {
    await refused(command(world, invoice.id, 'refunds', { amount: 1 }), 422, 'refund_exceeds_payment')
  })

  it.each([
    ['reminders', { time: '24:00', steps: [] }, '/reminders/time', 'invalid_time'],
    ['reminders', { steps: [{ days: 1.5 }] }, '/reminders/steps/0/days', 'invalid_type'],
    ['reminders', { steps: [{ days: 366 }] }, '/reminders/steps/0/days', 'out_of_range'],
    [
      'reminders',
      { steps: [{ days: 1, text: 'Hi {name}' }] },
      '/reminders/steps/0/text',
      'unknown_placeholder',
    ],
    [
      'reminders',
      { steps: [{ days: 1, channel: 'fax' }] },
      '/reminders/steps/0/channel',
      'unsupported_channel',
    ],
    ['reminders', { steps: [{ days: 1, channel: 'sms' }] }, '/customer/phone', 'required'],
    ['link_expires_at', '2027-01-01T00:00:00', '/link_expires_at', 'invalid_instant'],
    ['customer', { email: 'nobody' }, '/customer/email', 'invalid_email'],
    ['amount', 100, '/amount', 'unknown_field'],
    ['due_date', '2027-02-30', '/due_date', 'invalid_date'],
  ])('refuses the change of %s to %j', async (field, value, pointer, code) => {
    const answer = await refused(patch({ [field]: value }), 422, 'invalid_fields')
    expect(answer.json['errors']).toMatchObject([{ pointer, code }])
  })

  it.each([
    ['remind', { channel: 'pigeon' }, '/channel'],
    ['resume', { dates: 'forget' }, '/dates'],
    ['link', { deliver: ['pigeon'] }, '/deliver/0'],
    ['payments', { amount: 0, method: 'cash' }, '/amount'],
    ['payments', { amount: 100 }, '/method'],
    ['payments', { amount: 100, method: 'cash', paid_on: day(2) }, '/paid_on'],
    ['payments', { amount: 100.5, method: 'cash' }, '/amount'],
    ['refunds', { amount: -1 }, '/amount'],
    ['refunds', { amount: 1, overpayment: true }, '/amount'],
    ['void', { note: 5 }, '/note'],
    ['pause', { unknown: 1 }, '/unknown'],
    ['clock', {}, '/advance'],
  ])('refuses the command %s with %j', async (name, body, pointer) => {
    const answer = await refused(command(world, invoice.id, name, body), 422, 'invalid_fields')
    expect(answer.json['errors']).toMatchObject([{ pointer }])
  })

  it.each(['remind', 'pause', 'resume', 'void', 'link', 'payments', 'refunds', 'clock'])(
    'refuses the command %s with a body that is no JSON object',
    async (name) => {
      await refused(command(world, invoice.id, name, '{"broken"'), 400, 'invalid_json')
      await refused(command(world, invoice.id, name, '[1]'), 422, 'invalid_fields')
    },
  )

  it('answers 404 to every command with another merchant’s key', async () => {
    const stranger = await seed(world.em.fork())
    const headers = { authorization: `Bearer ${stranger.api_key}` }
    for (const name of ['remind', 'pause', 'resume', 'void', 'link', 'payments', 'refunds', 'clock']) {
      await refused(command(world, invoice.id, name, {}, headers), 404, 'not_found')
    }
    await refused(call(world, 'PATCH', `/v1/invoices/${invoice.id}`, {}, headers), 404, 'not_found')
  })
})

describe('a draft', () => {
  it('changes every field of a draft with the validation of a new invoice', async () => {
    const draft = await createInvoice(world, { send: 'draft', metadata: { order: '17' }, language: 'da' })
    expect(draft).toMatchObject({ language: 'da' })
    const changes = {
      amount: 5_000,
      customer: { phone: '+447700900111' },
      deliver: ['sms'],
      reminders: { steps: [] },
      language: 'zh_hant_tw',
    }
    const { status, json } = await call(world, 'PATCH', `/v1/invoices/${draft.id}`, changes)
    expect(status).toBe(200)
    expect(json).toMatchObject({
      amount: 5_000,
      metadata: { order: '17' },
      customer: { name: 'Ada Byron', phone: '+447700900111' },
      delivery: { channels: ['sms'] },
      language: 'zh-Hant-TW',
    })
    const kept = await call(world, 'PATCH', `/v1/invoices/${draft.id}`, { amount: 6_000 })
    expect(kept.json).toMatchObject({ language: 'zh-Hant-TW' })
    const cleared = await call(world, 'PATCH', `/v1/invoices/${draft.id}`, { language: null })
    expect(cleared.json).toMatchObject({ language: null })
    const wrong = await call(world, 'PATCH', `/v1/invoices/${draft.id}`, { customer: { phone: null } })
    expect(wrong.json['errors']).toMatchObject([{ pointer: '/customer/phone', code: 'required' }])
    expect((await call(world, 'PATCH', `/v1/invoices/${draft.id}`, [])).status).toBe(422)
  })

  it('refuses commands to a draft', async () => {
    const draft = await createInvoice(world, { send: 'draft' })
    for (const name of ['remind', 'pause', 'resume', 'void', 'link']) {
      expect(await command(world, draft.id, name)).toMatchObject({
        status: 409,
        json: { code: 'not_issued' },
      })
    }
    expect(await timeline(world, draft.id)).toEqual([])
  })
})
