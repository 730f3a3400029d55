import { describe, expect, it, onTestFinished } from 'vitest'
import { endOfDate } from '../../../domain/shared/calendar.ts'
import {
  advance,
  command,
  authorise,
  call,
  createInvoice,
  inboxFor,
  mustCommand,
  pressPay,
  readInvoice,
  timeline,
} from '../../clients/client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'
import { inLiveMode } from '../../support/merchant.ts'

const world = useWorld()

const pageOf = async (url: string) => {
  const response = await fetch(url, { redirect: 'manual' })
  return { status: response.status, text: await response.text() }
}
const press = (url: string) => fetch(`${url}/request-link`, { method: 'POST', redirect: 'manual' })

describe('a payment link', () => {
  it('replaces a link at once and shows on the old page that it was replaced', async () => {
    const customer = { name: 'Ada Byron', email: 'ada.links@customer.example' }
    const { id, link } = await createInvoice(world, { customer })
    const old = link?.url ?? ''
    await waitFor(async () => (await inboxFor(world, customer.email)).length === 1)
    const renewed = await mustCommand(world, id, 'link', { deliver: ['email'] })
    expect(renewed.link).toMatchObject({ status: 'active' })
    expect(renewed.link?.url).not.toBe(old)
    const page = await pageOf(old)
    expect(page.status).toBe(410)
    expect(page.text).toContain('This link has been replaced')
    expect((await pressPay(old, 'sandbox-pebble')).status).toBe(410)
    const [mail] = await waitFor(async () => {
      const mails = await inboxFor(world, customer.email)
      return mails.length === 2 && mails
    })
    expect(mail?.text).toContain(renewed.link?.url)
    await waitFor(async () => (await pageOf(old)).text.includes('Please look for it in your messages.'))
    await authorise((await pressPay(renewed.link?.url ?? '', 'sandbox-pebble')).location)
    await untilStatus(world, id, 'paid')
    expect((await readInvoice(world, id)).link?.status).toBe('used')
  })

  it('mentions no message on a replaced link when none was sent', async () => {
    const { id, link } = await createInvoice(world)
    await untilInvoice(world, id, ({ delivery }) => delivery.status === 'delivered')
    await mustCommand(world, id, 'link')
    const { text } = await pageOf(link?.url ?? '')
    expect(text).toContain('This link has been replaced')
    expect(text).not.toContain('messages')
    expect(text).toContain('Ask for a new link')
  })

  it('expires a link thirty days after the due date or at its own date', async () => {
    const soon = new Date(Date.now() + 5 * 86_400_000).toISOString()
    const { id, link } = await createInvoice(world, { link_expires_at: soon })
    expect(link?.expires_at).toBe(soon)
    const later = await advance(world, id, 'P6D')
    expect(later).toMatchObject({ status: 'sent', link: { status: 'expired' } })
    expect((await pageOf(link?.url ?? '')).text).toContain('This link has expired')
    const { json } = await call(world, 'PATCH', `/v1/invoices/${id}`, { link_expires_at: null })
    expect(json).toMatchObject({ link: { status: 'active' } })
    expect((await pageOf(link?.url ?? '')).status).toBe(200)
  })

  it('sends no reminder for an expired link', async () => {
    const soon = new Date(Date.now() + 2 * 86_400_000).toISOString()
    const { id } = await createInvoice(world, { link_expires_at: soon })
    await advance(world, id, 'P20D')
    expect(await timeline(world, id)).not.toContain('reminded')
    expect(await command(world, id, 'remind')).toMatchObject({ status: 409, json: { code: 'link_expired' } })
  })

  it('lets the customer request a new link once and notifies the merchant', async () => {
    const { id, link } = await createInvoice(world, {
      link_expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    })
    const url = link?.url ?? ''
    await advance(world, id, 'P2D')
    expect((await pageOf(url)).text).toContain('Ask for a new link')
    const answers = await Promise.all([press(url), press(url), press(url)])
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect((await pageOf(`${url}?requested`)).text).toContain('has been asked for a new link')
    await untilEvent(world, id, 'merchant_notified')
    expect((await timeline(world, id)).filter((type) => type === 'link_requested')).toHaveLength(1)
    const { number } = await readInvoice(world, id)
    const notices = (await inboxFor(world, 'accounts@larkspur.example')).filter(({ subject }) =>
      subject.includes(`${number}: a new link is asked for`),
    )
    expect(notices).toHaveLength(1)
  })

  it('keeps a link’s own expiry when other fields change', async () => {
    const { id } = await createInvoice(world)
    await advance(world, id, 'P60D')
    const renewed = await mustCommand(world, id, 'link')
    expect(renewed.link?.status).toBe('active')
    const { json } = await call(world, 'PATCH', `/v1/invoices/${id}`, { reminders: { steps: [] } })
    expect(json['link']).toEqual(renewed.link)
    await mustCommand(world, id, 'pause')
    expect((await mustCommand(world, id, 'resume')).link).toEqual(renewed.link)
  })

  it('gives a new link the invoice’s own expiry while that is ahead, else the present lifetime', async () => {
    const own = new Date(Date.now() + 3 * 86_400_000).toISOString()
    const due = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10)
    const { id } = await createInvoice(world, { link_expires_at: own, due_date: due })
    expect((await mustCommand(world, id, 'link')).link).toMatchObject({ expires_at: own })
    await advance(world, id, 'P4D')
    await call(inLiveMode(world), 'PATCH', '/v1/settings', { link_lifetime_days: 5 })
    onTestFinished(
      async () => void (await call(inLiveMode(world), 'PATCH', '/v1/settings', { link_lifetime_days: 30 })),
    )
    const { time_zone: zone } = (await call<{ time_zone: string }>(world, 'GET', '/v1/settings')).json
    const end = new Date(endOfDate(due, zone, 5)).toISOString()
    expect((await mustCommand(world, id, 'link')).link).toMatchObject({ expires_at: end })
  })

  it('shifts a link’s own expiry by the time on hold', async () => {
    const { id } = await createInvoice(world)
    const end = Date.now() + 90 * 86_400_000
    await mustCommand(world, id, 'link', { expires_at: new Date(end).toISOString() })
    await mustCommand(world, id, 'pause')
    await advance(world, id, 'P20D')
    const { link } = await mustCommand(world, id, 'resume', { dates: 'shift' })
    const gained = Date.parse(link?.expires_at ?? '') - end
    expect(Math.round(gained / 86_400_000)).toBe(20)
  })

  it('returns the payer from the bank to the link they came from', async () => {
    const { id, link } = await createInvoice(world)
    const { location } = await pressPay(link?.url ?? '', 'sandbox-pebble')
    const renewed = await mustCommand(world, id, 'link')
    const back = await fetch(await authorise(location), { redirect: 'manual' })
    expect(back.status).toBe(303)
    const path = new URL(back.headers.get('location') ?? '', world.publicUrl).pathname
    expect(path).toBe(new URL(link?.url ?? '').pathname)
    expect(path).not.toBe(new URL(renewed.link?.url ?? '').pathname)
  })

  it('shows on a replaced link that the invoice is paid', async () => {
    const { id, link } = await createInvoice(world)
    const renewed = await mustCommand(world, id, 'link')
    await authorise((await pressPay(renewed.link?.url ?? '', 'sandbox-pebble')).location)
    await untilStatus(world, id, 'paid')
    const page = await pageOf(link?.url ?? '')
    expect(page.text).toContain('This invoice is paid')
    expect(page.text).not.toContain('Ask for a new link')
  })

  it('locks a link during a payment and unlocks it after a failure', async () => {
    const { id, link } = await createInvoice(world)
    await pressPay(link?.url ?? '', 'sandbox-pebble')
    expect((await readInvoice(world, id)).link?.status).toBe('locked')
    const renewed = await mustCommand(world, id, 'link')
    expect(renewed.link?.status).toBe('locked')
  })

  it('refuses a new link for a paid or void invoice', async () => {
    const { id } = await createInvoice(world)
    await mustCommand(world, id, 'void')
    expect(await command(world, id, 'link')).toMatchObject({ status: 409, json: { code: 'voided' } })
    const past = { expires_at: new Date(Date.now() - 1_000).toISOString() }
    const open = await createInvoice(world)
    expect(await command(world, open.id, 'link', past)).toMatchObject({
      status: 422,
      json: { code: 'expires_in_the_past' },
    })
  })
})
