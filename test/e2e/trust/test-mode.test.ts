import { beforeAll, describe, expect, it } from 'vitest'
import { InvoiceRow, NotificationRow } from '../../../db/entities/index.ts'
import { appendEvents } from '../../../db/invoices/event-store.ts'
import { byRail } from '../../../domain/invoice/index.ts'
import {
  advance,
  command,
  createInvoice,
  inboxFor,
  mustCommand,
  readEvents,
  textsFor,
} from '../../clients/client.ts'
import { confirm, csvOf, dayFromNow, review, untilImport } from '../../clients/import-client.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { sweepThrough } from '../../support/run-sweep.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { addMember, addPerson, freezeVolumeDay } from '../../support/trust.ts'
import { untilEvent, untilInvoice, waitFor } from '../../support/wait.ts'

const world = useOwnWorld({ testMail: { perDay: 8 } })
beforeAll(() => freezeVolumeDay(world))

const PHONE = '+447700900777'
const to = (email: string, phone?: string) => ({
  customer: { name: 'Ada Byron', email, ...(phone ? { phone } : {}) },
})
const newAddress = () => `test.mode.${crypto.randomUUID()}@shop.example`

describe('test mode outside the local stack', () => {
  it('e-mails a confirmed address of the merchant’s own people, in any case', async () => {
    const shop = await withNewMerchant(world)
    const email = newAddress()
    await addMember(shop, await addPerson(shop, email))
    const { id } = await createInvoice(shop, to(email.toUpperCase()))
    await untilInvoice(shop, id, ({ delivery }) => delivery.status === 'delivered')
    expect(await inboxFor(world, email.toUpperCase())).toHaveLength(1)
  })

  it('sends no e-mail and no text to a stranger, and says so in the invoice and its timeline', async () => {
    const shop = await withNewMerchant(world)
    const email = newAddress()
    const { id } = await createInvoice(shop, { ...to(email, PHONE), deliver: ['email', 'sms'] })
    await untilEvent(shop, id, 'delivery_not_needed', 2)
    const { delivery } = await untilInvoice(
      shop,
      id,
      (invoice) => invoice.delivery.status === 'not_sent_in_test_mode',
    )
    expect(delivery).toEqual({ channels: ['email', 'sms'], status: 'not_sent_in_test_mode' })
    await mustCommand(shop, id, 'remind', { channel: 'both' })
    await untilEvent(shop, id, 'reminder_skipped')
    await mustCommand(shop, id, 'payments', { amount: 12_500, method: 'cash' })
    await untilEvent(shop, id, 'receipt_failed')
    await mustCommand(shop, id, 'refunds', { amount: 100, method: 'cash' })
    await untilEvent(shop, id, 'refund_notice_failed')
    const events = await readEvents(shop, id)
    const unsent = events.filter(({ data }) => data['reason'] === 'not_sent_in_test_mode')
    expect(unsent.map(({ type }) => type.replace('invoice.', '')).toSorted()).toEqual([
      'delivery_not_needed',
      'delivery_not_needed',
      'receipt_failed',
      'refund_notice_failed',
      'reminder_skipped',
    ])
    expect(events.filter(({ type }) => /delivery_failed|merchant_not/.test(type))).toEqual([])
    expect([await inboxFor(world, email), await textsFor(world, PHONE)]).toEqual([[], []])
  })

  it('judges each copy by its own address', async () => {
    const shop = await withNewMerchant(world)
    const [colleague, stranger, other] = [newAddress(), newAddress(), newAddress()]
    await addMember(shop, await addPerson(shop, colleague))
    const customer = { name: 'Ada Byron', email: stranger, cc: [other, colleague] }
    const { id } = await createInvoice(shop, { customer })
    await waitFor(async () => (await inboxFor(world, colleague)).length === 1)
    await untilInvoice(shop, id, ({ delivery }) => delivery.status === 'not_sent_in_test_mode')
    const line = `Ada Byron,${stranger},10.50,GBP,${dayFromNow(14)},Work`
    const imported = await review(shop, [csvOf(0).trim(), line, ''].join('\r\n'))
    await confirm(shop, imported.id)
    await untilImport(shop, imported.id, 'completed')
    await waitFor(async () => (await inboxFor(world, colleague)).length === 2)
    expect([await inboxFor(world, stranger), await inboxFor(world, other)]).toEqual([[], []])
  })

  it('does not e-mail an unconfirmed address, a person of another merchant, or one who has left', async () => {
    const shop = await withNewMerchant(world)
    const other = await withNewMerchant(world)
    const [unconfirmed, foreign, gone] = [newAddress(), newAddress(), newAddress()]
    await addMember(shop, await addPerson(shop, unconfirmed, false))
    await addMember(other, await addPerson(other, foreign))
    const leaver = await addPerson(shop, gone)
    await addMember(shop, leaver)
    const first = await createInvoice(shop, to(gone))
    await untilInvoice(shop, first.id, ({ delivery }) => delivery.status === 'delivered')
    await world.em.fork().execute('delete from auth_member where user_id = ?', [leaver])
    for (const email of [unconfirmed, foreign, gone]) {
      const { id } = await createInvoice(shop, to(email))
      await untilEvent(shop, id, 'delivery_not_needed')
    }
    expect(await inboxFor(world, unconfirmed)).toEqual([])
    expect(await inboxFor(world, foreign)).toEqual([])
    expect(await inboxFor(world, gone)).toHaveLength(1)
  })

  it('sends notices only to a confirmed address of the merchant', async () => {
    const [email, stranger] = [newAddress(), newAddress()]
    for (const [address, isOwn] of [
      [email, true],
      [stranger, false],
    ] as const) {
      const shop = await withNewMerchant(world, { email: address, notices: { payment_failed: true } })
      if (isOwn) await addMember(shop, await addPerson(shop, address))
      const { id } = await createInvoice(shop)
      const failed = { type: 'payment_failed', key: 'payment_failed:p', at: Date.now() } as const
      const facts = { cause: byRail('truelayer'), attemptId: 'p', reason: 'insufficient_funds' }
      await appendEvents(world.em.fork(), id, [{ ...failed, ...facts }])
    }
    await sweepThrough(world)
    expect([await inboxFor(world, email), await inboxFor(world, stranger)]).toMatchObject([[{}], []])
  })

  it('skips the planned reminders to a stranger', async () => {
    const shop = await withNewMerchant(world)
    const { id } = await createInvoice(shop, to(newAddress()))
    await advance(shop, id, 'P60D')
    const skipped = (await readEvents(shop, id)).filter(({ type }) => type === 'invoice.reminder_skipped')
    expect(skipped.map(({ data }) => data['reason'])).toEqual(
      Array.from({ length: 5 }, () => 'not_sent_in_test_mode'),
    )
  })

  it('completes an import to strangers without an e-mail', async () => {
    const shop = await withNewMerchant(world)
    const { id } = await review(shop, csvOf(3))
    await confirm(shop, id)
    const { progress } = await untilImport(shop, id, 'completed')
    expect(progress).toMatchObject({ issued: 3, mailed: 0, undelivered: 0 })
    const rows = await world.em.fork().find(InvoiceRow, { importId: id })
    expect(rows.map(({ delivery }) => delivery)).toEqual(
      Array.from({ length: 3 }, () => 'not_sent_in_test_mode'),
    )
    for (const { customerEmail } of rows) expect(await inboxFor(world, customerEmail)).toEqual([])
  })

  it('sends as many e-mails a day as are allowed, when they are sent at once', async () => {
    const shop = await withNewMerchant(world)
    const email = newAddress()
    await addMember(shop, await addPerson(shop, email))
    const invoices = await Promise.all(Array.from({ length: 12 }, () => createInvoice(shop, to(email))))
    const settled = await waitFor(async () => {
      const rows = await world.em.fork().find(NotificationRow, {
        invoiceId: { $in: invoices.map(({ id }) => id) },
        status: { $ne: 'pending' },
      })
      return rows.length === 12 && rows
    })
    expect(settled.filter(({ status }) => status === 'sent')).toHaveLength(8)
    expect(settled.filter(({ failure }) => failure === 'not_sent_in_test_mode')).toHaveLength(4)
  })

  it('does not concern live mode', async () => {
    const shop = inLiveMode(await withNewMerchant(world))
    const email = newAddress()
    const { id } = await createInvoice(shop, to(email))
    await untilInvoice(shop, id, ({ delivery }) => delivery.status === 'delivered')
    expect((await command(shop, id, 'remind')).status).toBe(202)
    await waitFor(async () => (await inboxFor(world, email)).length === 2)
  })
})
