import { MockActivityEnvironment } from '@temporalio/testing'
import { describe, expect, it } from 'vitest'
import { createMessageActivities } from '../../../activities/notifications/notifications.ts'
import { InvoiceRow, PaymentAttemptRow } from '../../../db/entities/index.ts'
import { loadStates } from '../../../db/invoices/event-store.ts'
import type { Mailer } from '../../../integrations/email/mailer.ts'
import { byMode } from '../../../domain/shared/mode.ts'
import {
  advance,
  authorise,
  call,
  command,
  createInvoice,
  inboxFor,
  invoiceBody,
  mustCommand,
  pressPay,
  readEvents,
  readInvoice,
  timeline,
} from '../../clients/client.ts'
import { confirm, csvOf, readImport, review, untilImport } from '../../clients/import-client.ts'
import {
  createRecurring,
  invoicesOf,
  moveNextOccurrence,
  readRecurring,
  recurringTimeline,
} from '../../clients/recurring-client.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { sweepThrough } from '../../support/run-sweep.ts'
import { pdfTextAt } from '../../support/read-pdf.ts'
import { useWorld } from '../../support/test-harness.ts'
import { approve, suspend } from '../../support/trust.ts'
import { untilEvent, untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'

const world = useWorld()

const CANNOT = 'cannot take payments here at the moment'
const liveShop = async () => inLiveMode(await withNewMerchant(world))
const pageAt = async (url = '') => (await fetch(url)).text()
let customers = 0
const customer = () => ({ name: 'Ada Byron', email: `ada.suspended.${(customers += 1)}@customer.example` })
const withCopy = () => {
  const to = customer()
  return { ...to, cc: [`copies.${customers}@customer.example`] }
}
const attemptsOf = (invoiceId: string) => world.em.fork().count(PaymentAttemptRow, { invoiceId })

describe('a suspended merchant', () => {
  it('reads with its keys, and is refused to issue and to remind', async () => {
    const shop = await liveShop()
    const { id } = await createInvoice(shop)
    const draft = await createInvoice(shop, { send: 'draft' })
    await suspend(shop, 'A bank has asked about you.')
    expect(await readInvoice(shop, id)).toMatchObject({ status: 'sent' })
    const { json } = await call<{ live: object }>(shop, 'GET', '/v1/settings')
    expect(json.live).toMatchObject({ status: 'suspended', reason: 'A bank has asked about you.' })
    const refused = {
      status: 403,
      json: { code: 'merchant_suspended', detail: expect.stringContaining('A bank has asked about you.') },
    }
    expect(await call(shop, 'POST', '/v1/invoices', invoiceBody())).toMatchObject(refused)
    expect(await call(shop, 'POST', `/v1/invoices/${draft.id}/send`)).toMatchObject(refused)
    expect(await command(shop, id, 'remind')).toMatchObject(refused)
    await approve(shop)
    expect((await call(shop, 'POST', `/v1/invoices/${draft.id}/send`)).status).toBe(200)
    expect((await command(shop, id, 'remind')).status).toBe(202)
  })

  it('takes no payment: the page says so and whom to ask, and a press begins nothing', async () => {
    const shop = await liveShop()
    const account = { account_name: 'Larkspur', sort_code: '200000', account_number: '55779911' }
    const bank_details = { ...account, show_on_documents: true }
    expect((await call(shop, 'PATCH', '/v1/profile', { bank_details })).status).toBe(200)
    const { id, link } = await createInvoice(shop)
    const printed = () => pdfTextAt(`${link?.url}/invoice.pdf`)
    expect(await pageAt(link?.url)).toContain('Pay by bank')
    for (const text of [await pageAt(link?.url), await printed()]) expect(text).toContain('55779911')
    await suspend(shop)
    for (const text of [await pageAt(link?.url), await printed()]) expect(text).not.toContain('55779911')
    const page = await pageAt(link?.url)
    expect(page).toContain(`Larkspur Studio ${CANNOT}`)
    expect(page).toContain('mailto:accounts@larkspur.example')
    expect(page).not.toContain('Pay by bank')
    const { status, location } = await pressPay(link?.url ?? '', 'sandbox-harbour')
    expect([status, new URL(location, world.publicUrl).href]).toEqual([303, link?.url])
    expect(await attemptsOf(id)).toBe(0)
    await approve(shop)
    await authorise((await pressPay(link?.url ?? '', 'sandbox-harbour')).location)
    await untilStatus(shop, id, 'paid')
  })

  it('gets the money of a payment that is under way, refunds it, and sends the receipt afterwards', async () => {
    const shop = await liveShop()
    const to = customer()
    const { id, link } = await createInvoice(shop, { customer: to })
    await untilInvoice(shop, id, ({ delivery }) => delivery.status === 'delivered')
    const { location } = await pressPay(link?.url ?? '', 'sandbox-harbour')
    await suspend(shop)
    const page = await pageAt(link?.url)
    expect(page).toContain(CANNOT)
    expect(page).toContain('please do not pay again')
    await authorise(location)
    await untilStatus(shop, id, 'paid')
    expect(await pageAt(link?.url)).toContain('125.00 GBP paid')
    await mustCommand(shop, id, 'refunds', { amount: 2_500 })
    await untilInvoice(shop, id, ({ refunds }) => refunds[0]?.status === 'executed')
    expect(await inboxFor(world, to.email)).toHaveLength(1)
    expect(await timeline(shop, id)).not.toContain('receipt_sent')
    await approve(shop)
    await untilEvent(shop, id, 'receipt_sent')
    await untilEvent(shop, id, 'refund_notice_sent')
    expect(await inboxFor(world, to.email)).toHaveLength(3)
  })

  it('keeps the earlier payment of a payer whose second press is refused', async () => {
    const shop = await liveShop()
    const { id, link } = await createInvoice(shop)
    const { location } = await pressPay(link?.url ?? '', 'sandbox-harbour')
    await suspend(shop)
    const request = await world.deps.invoices.pay(
      { id, merchantId: shop.merchantId },
      {
        attemptId: 'pat_01k0000000e0080000000000x1',
        rail: 'truelayer',
        bankId: 'sandbox-pebble',
        linkId: linkIdOf(await states(id)),
      },
      0,
    )
    expect(request).toEqual({ outcome: 'refused', refused: 'merchant_suspended' })
    await authorise(location)
    await untilStatus(shop, id, 'paid')
  })

  it('issues scheduled drafts and occurrences after the suspension', async () => {
    const shop = await liveShop()
    const soon = new Date(Date.now() + 60_000).toISOString()
    const { id } = await createInvoice(shop, { send: soon })
    const plan = await createRecurring(shop)
    await suspend(shop)
    const due = new Date(Date.now() - 60_000)
    await world.em.fork().nativeUpdate(InvoiceRow, { id }, { sendAt: due })
    await moveNextOccurrence(shop, plan.id, 10)
    await waitFor(
      async () => (await readRecurring(shop, plan.id)).failed[0]?.code === 'merchant_cannot_issue',
    )
    await sweepThrough(world)
    expect(await readInvoice(shop, id)).toMatchObject({ status: 'draft' })
    await approve(shop)
    await sweepThrough(world)
    expect(await readInvoice(shop, id)).toMatchObject({ status: 'sent' })
    await waitFor(async () => {
      const { failed, issued } = await readRecurring(shop, plan.id)
      return failed.length === 0 && issued === 1
    })
    const types = (await recurringTimeline(shop, plan.id)).map(({ type }) => type)
    expect(types.filter((type) => type === 'occurrence_due')).toHaveLength(2)
    const [invoice] = await invoicesOf(shop, plan.id)
    await untilStatus(shop, invoice?.id ?? '', 'sent')
  })

  it('goes on with a confirmed import after the suspension', async () => {
    const shop = await liveShop()
    const { id } = await review(shop, csvOf(5))
    await world.stopWorker()
    const confirming = confirm(shop, id)
    await suspend(shop)
    await world.startWorker()
    expect(await confirming).toMatchObject({ status: 403, json: { code: 'merchant_suspended' } })
    expect(await readImport(shop, id)).toMatchObject({ status: 'review' })
    await approve(shop)
    await confirm(shop, id)
    expect(await untilImport(shop, id, 'completed')).toMatchObject({ progress: { issued: 5, failed: 0 } })
  })
})

function linkIdOf({ link }: { link?: { id: string } }): string {
  return link?.id ?? ''
}

async function states(id: string) {
  const state = (await loadStates(world.em.fork(), [id])).get(id)
  if (!state) throw new Error(`no state of ${id}`)
  return state
}

async function mailsTo([address = '']: readonly string[]): Promise<number> {
  return (await inboxFor(world, address)).length
}

describe('a reminder that falls into a suspension', () => {
  const send = (invoiceId: string, reminderId: string, testClockOffsetMs: number, mailer?: Mailer) => {
    const { em, publicUrl, linkKeys } = world
    const { pdfs, eInvoices } = world.deps
    const mailers = mailer ? byMode(() => mailer) : world.mailers
    const sms = byMode(() => undefined)
    const deps = { em, publicUrl, linkKeys, mailers, sms, pdfs, eInvoices, testMail: 'everybody' } as const
    const activities = createMessageActivities(deps)
    return new MockActivityEnvironment().run(() =>
      activities.sendReminder({ invoiceId, reminderId, testClockOffsetMs }),
    )
  }

  it('waits during its day, and is skipped with the reason afterwards', async () => {
    const shop = await withNewMerchant(world)
    const to = withCopy()
    const { id } = await createInvoice(shop, { customer: to })
    await untilInvoice(shop, id, ({ delivery }) => delivery.status === 'delivered')
    await waitFor(async () => (await mailsTo(to.cc)) === 1)
    await suspend(shop)
    const [first, second] = (await states(id)).reminders
    const after = (at = 0, ms = 0) => at - Date.now() + ms
    await expect(send(id, first?.id ?? '', after(first?.at, 3_600_000))).rejects.toMatchObject({
      type: 'MerchantBlocked',
    })
    await send(id, first?.id ?? '', after(first?.at, 25 * 3_600_000))
    const skipped = (await readEvents(shop, id)).filter(({ type }) => type === 'invoice.reminder_skipped')
    expect(skipped.map(({ data }) => data)).toEqual([
      { reminder_id: first?.id, reason: 'merchant_suspended' },
    ])
    expect([await mailsTo([to.email]), await mailsTo(to.cc)]).toEqual([1, 1])
    await approve(shop)
    await send(id, second?.id ?? '', after(second?.at, 3_600_000))
    expect([await mailsTo([to.email]), await mailsTo(to.cc)]).toEqual([2, 2])
  })

  it('is recorded without its copies when they wait beyond its day', async () => {
    const shop = await withNewMerchant(world)
    const to = withCopy()
    const { id } = await createInvoice(shop, { customer: to })
    await waitFor(async () => (await mailsTo(to.cc)) === 1)
    const [first] = (await states(id)).reminders
    const postmark = world.mailers.test
    const sendEmail = postmark.send.bind(postmark)
    const suspending = {
      ...postmark,
      find: postmark.find.bind(postmark),
      async send(...input: Parameters<typeof postmark.send>) {
        const sent = await sendEmail(...input)
        await suspend(shop)
        return sent
      },
    }
    await send(id, first?.id ?? '', (first?.at ?? 0) - Date.now() + 25 * 3_600_000, suspending)
    await untilEvent(shop, id, 'reminded')
    expect([await mailsTo([to.email]), await mailsTo(to.cc)]).toEqual([2, 1])
  })

  it('sends no e-mail in test mode, and the waiting invoice afterwards', async () => {
    const shop = await withNewMerchant(world)
    await suspend(shop)
    const to = withCopy()
    const { id } = await createInvoice(shop, { customer: to })
    expect(await command(shop, id, 'remind')).toMatchObject({ json: { code: 'merchant_suspended' } })
    expect([await mailsTo([to.email]), await mailsTo(to.cc)]).toEqual([0, 0])
    await approve(shop)
    await untilInvoice(shop, id, ({ delivery }) => delivery.status === 'delivered')
    await waitFor(async () => (await mailsTo(to.cc)) === 1)
    await advance(shop, id, 'PT0S')
  })
})

describe('a suspension at the same moment', () => {
  it('as presses of Pay leaves each invoice with a whole payment or none', async () => {
    const shop = await liveShop()
    const invoices = await Promise.all(Array.from({ length: 8 }, () => createInvoice(shop)))
    const presses = invoices.map(({ link }) => pressPay(link?.url ?? '', 'sandbox-harbour'))
    await Promise.race(presses)
    await suspend(shop)
    const at = new Date()
    const pressed = await Promise.all(presses)
    for (const [index, { id }] of invoices.entries()) {
      const attempts = await world.em.fork().find(PaymentAttemptRow, { invoiceId: id })
      const isStarted = pressed[index]?.location.includes('/authorize/')
      expect(attempts).toHaveLength(isStarted ? 1 : 0)
      if (attempts[0]) expect(attempts[0].createdAt.getTime()).toBeLessThanOrEqual(at.getTime())
    }
  })

  it('as an import is being issued issues no invoice after it, and all of them in the end', async () => {
    const shop = await liveShop()
    const { id } = await review(shop, csvOf(25))
    expect((await confirm(shop, id)).status).toBe(202)
    const issued = async () => Number((await readImport(shop, id)).progress['issued'])
    await waitFor(async () => (await issued()) > 0)
    await suspend(shop)
    const count = () => world.em.fork().count(InvoiceRow, { importId: id })
    const atSuspension = await count()
    const blocked = await Promise.all(
      Array.from({ length: 5 }, () => createIssue(shop).catch((error: Error) => error.message)),
    )
    expect(new Set(blocked)).toEqual(new Set(['merchant_suspended']))
    expect(await count()).toBe(atSuspension)
    await approve(shop)
    await untilImport(shop, id, 'completed')
    expect(await count()).toBe(25)
  })

  it('as invoices are created leaves every answer true', async () => {
    const shop = await liveShop()
    const requests = Array.from({ length: 20 }, (_, index) =>
      call<{ id?: string; code?: string }>(shop, 'POST', '/v1/invoices', invoiceBody(), {
        'idempotency-key': `at-once-${index}`,
      }),
    )
    await Promise.race(requests)
    await suspend(shop)
    const answers = await Promise.all(requests)
    const created = answers.flatMap(({ status, json }) => (status === 201 ? [json.id ?? ''] : []))
    const refused = answers.filter(({ status }) => status !== 201)
    expect(refused.map(({ json }) => json.code).filter((code) => code !== 'merchant_suspended')).toEqual([])
    const { json } = await call<{ data: { id: string; status: string }[] }>(shop, 'GET', '/v1/invoices')
    expect(json.data.map(({ id }) => id).toSorted()).toEqual(created.toSorted())
    expect(json.data.filter(({ status }) => status === 'draft')).toEqual([])
    await approve(shop)
    const again = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        call(shop, 'POST', '/v1/invoices', invoiceBody(), { 'idempotency-key': `at-once-${index}` }),
      ),
    )
    expect(again.filter(({ status }) => status !== 201)).toEqual([])
  })
})

async function createIssue(shop: typeof world): Promise<string> {
  const { json } = await call<{ code?: string }>(shop, 'POST', '/v1/invoices', invoiceBody())
  return json.code ?? 'issued'
}
