import { createMessageActivities } from '../../../activities/notifications/notifications.ts'
import { unwantedReason } from '../../../activities/notifications/send-message.ts'
import { loadDocument } from '../../../db/invoices/document.ts'
import { describe, expect, it } from 'vitest'
import { parsePostmarkEvent } from '../../../inbound/postmark-event.ts'
import {
  advance,
  command,
  call,
  createInvoice,
  inboxFor,
  mustCommand,
  readEvents,
  readInvoice,
  textsFor,
  timeline,
} from '../../clients/client.ts'
import { someOf } from '../../support/some-of.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilInvoice, waitFor } from '../../support/wait.ts'
import { byProvider } from '../../../domain/invoice/index.ts'
import { loadStates } from '../../../db/invoices/event-store.ts'
import { claimNotifications, finishNotifications } from '../../../db/notifications/notification-store.ts'
import { InboundWebhookRow, InvoiceRow, NotificationRow } from '../../../db/entities/index.ts'
import { postJson } from '../../../sandbox/testing.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { byMode } from '../../../domain/shared/mode.ts'
import { replaceForTest } from '../../support/replace.ts'
import { pino } from 'pino'
import { sweep } from '../../../recovery/sweep.ts'
import { sweepThrough } from '../../support/run-sweep.ts'
import { TemporalUnavailableError } from '../../../clients/call-with-retry.ts'

const world = useWorld()

const failures = async (id: string) =>
  (await readEvents(world, id)).filter(({ type }) => type === 'invoice.delivery_failed')

async function causeBounce(invoiceId: string, bounce: string): Promise<void> {
  const { providerMessageId } = await world.em
    .fork()
    .findOneOrFail(NotificationRow, { invoiceId, kind: 'invoice' })
  const address = `${world.sandbox.postmarkUrl}/sandbox/messages/${providerMessageId}/events`
  const { status } = await postJson(address, { type: 'bounce', bounce })
  expect(status).toBe(202)
}

interface Suppressed {
  address: string
  channel: string
  reason: string
  status: string
  reopened_by: { type: string } | null
}

async function suppressed(address: string, at = world): Promise<Suppressed[]> {
  const { json } = await call<{ data: Suppressed[] }>(at, 'GET', '/v1/suppressed_addresses?limit=100')
  return json.data.filter((row) => row.address === address)
}

const open = async (address: string, at = world) =>
  (await call(at, 'DELETE', `/v1/suppressed_addresses/${encodeURIComponent(address)}`)).status

const atPostmark = (path: string, address: string) =>
  fetch(`${world.sandbox.postmarkUrl}/message-streams/outbound/suppressions${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-postmark-server-token': world.secrets.serverToken },
    body: JSON.stringify({ Suppressions: [{ EmailAddress: address }] }),
  })

const reopeningOf = (email: string, outcome: string) =>
  ({
    source: 'postmark',
    outcome,
    body: { $like: `%"Recipient":"${email}"%"SuppressSending":false%` },
  }) as const

describe('a suppressed address', () => {
  async function bounced(email: string) {
    const { id } = await createInvoice(world, { customer: { name: 'Ada Byron', email } })
    await untilEvent(world, id, 'delivered')
    await causeBounce(id, 'HardBounce')
    await waitFor(async () => (await failures(id)).length === 1)
    return id
  }

  it('sends messages again after the merchant opened a suppressed address', async () => {
    const email = 'reopened@customer.example'
    const id = await bounced(email)
    expect(await command(world, id, 'remind')).toMatchObject({ status: 409, json: { code: 'undeliverable' } })
    expect(await suppressed(email)).toMatchObject([
      { channel: 'email', reason: 'bounced', status: 'suppressed', reopened_by: null },
    ])
    expect(await open('Reopened@customer.example')).toBe(204)
    expect(await open(email)).toBe(404)
    await sweepThrough(world)
    await untilEvent(world, id, 'address_reopened')
    const actor = { type: 'api_key', id: expect.stringMatching(/^key_/) }
    expect(await suppressed(email)).toMatchObject([{ status: 'reopened', reopened_by: actor }])
    const event = (await readEvents(world, id)).find(({ type }) => type === 'invoice.address_reopened')
    expect(event).toMatchObject({ cause: 'request', actor, data: { channel: 'email' } })
    await mustCommand(world, id, 'remind')
    await waitFor(async () => (await inboxFor(world, email)).length === 2)
  })

  it('suppresses an opened address again after another bounce', async () => {
    const email = 'twice@customer.example'
    await bounced(email)
    expect(await open(email)).toBe(204)
    await bounced(email)
    expect((await suppressed(email)).map(({ status }) => status)).toEqual(['suppressed', 'reopened'])
    expect(await open(email)).toBe(204)
  })

  it('keeps an address suppressed when Postmark keeps a complaint', async () => {
    const email = 'spamcomplaint+kept@customer.example'
    const { id } = await createInvoice(world, { customer: { name: 'Ada Byron', email } })
    await waitFor(async () => (await failures(id)).length === 1)
    const refused = await call<{ code: string }>(
      world,
      'DELETE',
      `/v1/suppressed_addresses/${encodeURIComponent(email)}`,
    )
    expect(refused).toMatchObject({ status: 409, json: { code: 'suppression_kept' } })
    expect(await suppressed(email)).toMatchObject([{ reason: 'complained', status: 'suppressed' }])
  })

  it('keeps an address suppressed while Postmark is unavailable', async () => {
    const email = 'later@customer.example'
    await bounced(email)
    const fault = { operation: 'reactivate', status: 503 }
    await postJson(`${world.sandbox.postmarkUrl}/sandbox/fail-next`, fault)
    expect(await open(email)).toBe(503)
    expect(await suppressed(email)).toMatchObject([{ status: 'suppressed' }])
    expect(await open(email)).toBe(204)
  })

  it('opens an address when an operator reactivates the address at Postmark', async () => {
    const email = 'operator@customer.example'
    const id = await bounced(email)
    await atPostmark('/delete', email)
    await waitFor(async () => (await suppressed(email))[0]?.status === 'reopened')
    await sweepThrough(world)
    await untilEvent(world, id, 'address_reopened')
    expect(await suppressed(email)).toMatchObject([{ reopened_by: { type: 'provider', name: 'postmark' } }])
    await mustCommand(world, id, 'remind')
  })

  it('opens an address when an operator reactivates it soon after Postmark refused the merchant', async () => {
    const email = 'refused@customer.example'
    await bounced(email)
    const fault = { operation: 'reactivate', status: 503 }
    await postJson(`${world.sandbox.postmarkUrl}/sandbox/fail-next`, fault)
    expect(await open(email)).toBe(503)
    await atPostmark('/delete', email)
    await waitFor(async () => (await suppressed(email))[0]?.status === 'reopened')
    expect(await suppressed(email)).toMatchObject([{ reopened_by: { type: 'provider', name: 'postmark' } }])
  })

  it.each([
    ['with 500, which leaves the address suppressed', { status: 500 }],
    ['without an answer, before it did anything', { mode: 'reset_before_accept' }],
  ])('opens an address when an operator reactivates it soon after Postmark failed %s', async (_, fault) => {
    const email = `failed.${'status' in fault ? 'answer' : 'connection'}@customer.example`
    await bounced(email)
    await postJson(`${world.sandbox.postmarkUrl}/sandbox/fail-next`, { operation: 'reactivate', ...fault })
    expect(await open(email)).toBe(503)
    expect(await suppressed(email)).toMatchObject([{ status: 'suppressed' }])
    await atPostmark('/delete', email)
    await waitFor(async () => (await suppressed(email))[0]?.status === 'reopened')
    expect(await suppressed(email)).toMatchObject([{ reopened_by: { type: 'provider', name: 'postmark' } }])
  })

  it('opens an address for one merchant when Postmark opened it and its answer was lost', async () => {
    const email = 'lost@customer.example'
    await bounced(email)
    const other = await withNewMerchant(world)
    await createInvoice(other, { customer: { name: 'Ada Byron', email } })
    await waitFor(async () => (await suppressed(email, other)).length === 1)
    const fault = { operation: 'reactivate', mode: 'reset_after_accept' }
    await postJson(`${world.sandbox.postmarkUrl}/sandbox/fail-next`, fault)
    expect(await open(email)).toBe(204)
    expect(await suppressed(email)).toMatchObject([{ reopened_by: { type: 'api_key' } }])
    const handled = reopeningOf(email, 'nothing_new')
    await waitFor(async () => (await world.em.fork().count(InboundWebhookRow, handled)) === 1)
    expect(await suppressed(email, other)).toMatchObject([{ status: 'suppressed' }])
  })

  it('opens an address of one merchant without a lock, also if the webhook of Postmark comes before its answer', async () => {
    const email = 'slow@customer.example'
    const id = await bounced(email)
    const other = await withNewMerchant(world)
    await createInvoice(other, { customer: { name: 'Ada Byron', email } })
    await waitFor(async () => (await suppressed(email, other)).length === 1)
    const mailer = world.deps.mailers.test
    const reopen = mailer.reopen.bind(mailer)
    const restore = replaceForTest(mailer, {
      async reopen(address) {
        restore()
        const sql = 'select reopened_at from suppressed_address where address = ? for update nowait'
        const rows = await world.em.fork().execute(sql, [email])
        expect(rows).toEqual([{ reopened_at: null }, { reopened_at: null }])
        const outcome = await reopen(address)
        const handled = reopeningOf(email, 'nothing_new')
        await waitFor(async () => (await world.em.fork().count(InboundWebhookRow, handled)) === 1)
        return outcome
      },
    })
    expect(await open(email)).toBe(204)
    expect(await suppressed(email)).toMatchObject([{ status: 'reopened' }])
    expect(await suppressed(email, other)).toMatchObject([{ status: 'suppressed' }])
    await sweepThrough(world)
    await untilEvent(world, id, 'address_reopened')
  })

  it('sends what the address missed when it is opened, and each of it once', async () => {
    const email = 'missed@customer.example'
    const customer = { name: 'Ada Byron', email, cc: ['copy@customer.example'] }
    const [paid = '', refunded = '', credited = '', voided = '', unblocked = ''] = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const { id } = await createInvoice(world, { customer })
        await untilEvent(world, id, 'delivered')
        return id
      }),
    )
    await causeBounce(voided, 'HardBounce')
    await waitFor(async () => (await failures(voided)).length === 1)
    const cash = { method: 'cash' }
    await mustCommand(world, paid, 'payments', { amount: 12_500, ...cash })
    await mustCommand(world, refunded, 'payments', { amount: 12_500, receipt: false, ...cash })
    await mustCommand(world, refunded, 'refunds', { amount: 500, ...cash })
    await mustCommand(world, credited, 'credit_notes', { amount: 500, reason: 'Late' })
    for (const id of [voided, unblocked]) await mustCommand(world, id, 'void')
    await untilEvent(world, paid, 'receipt_failed')
    await untilEvent(world, refunded, 'refund_notice_failed')
    await untilEvent(world, credited, 'credit_note_failed')
    await untilEvent(world, unblocked, 'void_notice_failed')
    const before = (await inboxFor(world, email)).length
    expect(before).toBe(5)
    const copies = (await inboxFor(world, 'copy@customer.example')).length
    expect(await open(email)).toBe(204)
    await sweepThrough(world)
    await untilEvent(world, paid, 'receipt_sent')
    await untilEvent(world, refunded, 'refund_notice_sent')
    await untilEvent(world, credited, 'credit_note_sent')
    for (const id of [voided, unblocked]) await untilEvent(world, id, 'void_notice_sent')
    await waitFor(async () => (await inboxFor(world, email)).length === before + 5)
    expect(await readInvoice(world, paid)).toMatchObject({ receipt: { status: 'sent' } })
    await world.deps.invoices.reload({ id: paid, merchantId: world.merchantId })
    expect(await open(email)).toBe(404)
    await sweepThrough(world)
    expect(await inboxFor(world, email)).toHaveLength(before + 5)
    expect(await inboxFor(world, 'copy@customer.example')).toHaveLength(copies)
  })

  it('reports an opened address to no invoice that is not open any more', async () => {
    const email = 'closed@customer.example'
    const still = await bounced(email)
    const { id: paid } = await createInvoice(world, { customer: { name: 'Ada Byron', email } })
    await waitFor(async () => (await failures(paid)).length === 1)
    await mustCommand(world, paid, 'payments', { amount: 12_500, method: 'cash', receipt: false })
    const told: string[] = []
    const reopenAddress = world.deps.invoices.reopenAddress.bind(world.deps.invoices)
    replaceForTest(world.deps.invoices, {
      reopenAddress: async (invoice, report) => {
        told.push(invoice.id)
        return reopenAddress(invoice, report)
      },
    })
    expect(await open(email)).toBe(204)
    await sweepThrough(world)
    expect(told.filter((id) => [paid, still].includes(id))).toEqual([still])
    await untilEvent(world, still, 'address_reopened')
  })

  it('reports an opened address to its invoices in the sweep when Temporal was away', async () => {
    const email = 'away@customer.example'
    const id = await bounced(email)
    const restore = replaceForTest(world.deps.invoices, {
      reopenAddress: async () => Promise.reject(new TemporalUnavailableError('away')),
    })
    expect(await open(email)).toBe(204)
    const log = pino({ level: 'silent' })
    await sweep({ ...world.deps, log }, 0)
    expect(await timeline(world, id)).not.toContain('address_reopened')
    restore()
    await sweepThrough(world)
    await untilEvent(world, id, 'address_reopened')
    await sweepThrough(world)
    expect((await timeline(world, id)).filter((type) => type === 'address_reopened')).toHaveLength(1)
  })

  it('records a suppression when an operator suppresses the address at Postmark', async () => {
    const email = 'manual@customer.example'
    const { id } = await createInvoice(world, { customer: { name: 'Ada Byron', email } })
    await untilEvent(world, id, 'delivered')
    await atPostmark('', email)
    await waitFor(async () => (await failures(id)).length === 1)
    expect(await failures(id)).toMatchObject([{ data: { reason: 'opted_out', channel: 'email' } }])
    expect(await suppressed(email)).toMatchObject([{ reason: 'opted_out', status: 'suppressed' }])
    expect(await readInvoice(world, id)).toMatchObject({ delivery: { status: 'delivered' } })
    expect(await command(world, id, 'remind')).toMatchObject({ status: 409, json: { code: 'undeliverable' } })
  })

  it('lists an address as suppressed after Postmark refused a message to the inactive address', async () => {
    const email = 'deactivated@customer.example'
    await atPostmark('', email)
    const { id } = await createInvoice(world, { customer: { name: 'Ada Byron', email } })
    await waitFor(async () => (await failures(id)).length === 1)
    expect(await suppressed(email)).toMatchObject([{ reason: 'inactive_recipient', status: 'suppressed' }])
    expect(await open(email)).toBe(204)
    await sweepThrough(world)
    await untilEvent(world, id, 'address_reopened')
  })

  it('keeps an address suppressed for one merchant when another merchant opens the address', async () => {
    const email = 'stranger@customer.example'
    await bounced(email)
    const stranger = await withNewMerchant(world)
    expect(await suppressed(email, stranger)).toEqual([])
    expect(await open(email, stranger)).toBe(404)
    await createInvoice(stranger, { customer: { name: 'Ada Byron', email } })
    await waitFor(async () => (await suppressed(email, stranger)).length === 1)
    expect(await open(email, stranger)).toBe(204)
    await waitFor(
      async () => (await world.em.fork().count(InboundWebhookRow, reopeningOf(email, 'nothing_new'))) === 1,
    )
    expect(await suppressed(email)).toMatchObject([{ status: 'suppressed' }])
  })
})

const makeProviderBusy = (isBusy: boolean, status = 429) =>
  fetch(`${world.sandbox.postmarkUrl}/sandbox/fail-next`, {
    method: isBusy ? 'POST' : 'DELETE',
    headers: { 'content-type': 'application/json' },
    ...(isBusy ? { body: JSON.stringify({ operation: 'email', status, times: 1_000 }) } : {}),
  })

function sendReminder(invoiceId: string, reminderId: string, testClockOffsetMs: number) {
  const { em, mailers, publicUrl, linkKeys } = world
  const { pdfs, eInvoices } = world.deps
  const sms = byMode(() => undefined)
  const files = { pdfs, eInvoices }
  const deps = { em, mailers, sms, publicUrl, linkKeys, testMail: 'everybody', ...files } as const
  return createMessageActivities(deps).sendReminder({ invoiceId, reminderId, testClockOffsetMs })
}

describe('a delivery', () => {
  it('is not wanted any more when another one follows after its attempt has begun', async () => {
    const { id } = await createInvoice(world)
    await untilEvent(world, id, 'delivered')
    const em = world.em.fork()
    const loaded = await loadDocument(em, id)
    const message = { invoiceId: id, loaded, kind: 'invoice', discriminator: '' } as const
    const reason = async () =>
      unwantedReason(em, message, await world.em.fork().findOneOrFail(InvoiceRow, { id }))
    expect(await reason()).toBeUndefined()
    await mustCommand(world, id, 'link', { deliver: ['email'] })
    expect(await reason()).toBe('superseded')
  })

  it('notifies the merchant of a hard bounce and sends nothing to the address until it changes', async () => {
    const customer = { name: 'Ada Byron', email: 'hardbounce+ada@customer.example' }
    const { id, number } = await createInvoice(world, { customer })
    await untilEvent(world, id, 'merchant_notified')
    expect(await failures(id)).toMatchObject([{ data: { reason: 'bounced', channel: 'email' } }])
    const [notice] = (await inboxFor(world, 'accounts@larkspur.example')).filter(({ subject }) =>
      subject.includes(`${number}: it could not be delivered`),
    )
    expect(notice?.text).toContain('hardbounce+ada@customer.example')
    expect(await command(world, id, 'remind')).toMatchObject({ status: 409, json: { code: 'undeliverable' } })
    await advance(world, id, 'P12D')
    const next = await call<{ suppressed: { code: string }[] }>(world, 'GET', `/v1/invoices/${id}/next`)
    expect(new Set(next.json.suppressed.map(({ code }) => code))).toEqual(new Set(['undeliverable']))
    expect(await inboxFor(world, customer.email)).toHaveLength(1)

    const changed = { customer: { email: 'ada.new@customer.example' } }
    expect((await call(world, 'PATCH', `/v1/invoices/${id}`, changed)).status).toBe(200)
    await untilInvoice(world, id, (invoice) => invoice.delivery.status === 'delivered')
    expect(await inboxFor(world, 'ada.new@customer.example')).toHaveLength(1)
    await mustCommand(world, id, 'remind')
    await waitFor(async () => (await inboxFor(world, 'ada.new@customer.example')).length === 2)
  })

  it('marks the delivery as not needed when the invoice was paid or voided before the e-mail went out', async () => {
    for (const [name, body, status] of [
      ['payments', { amount: 12_500, method: 'cash', receipt: false }, 'paid'],
      ['void', {}, 'void'],
    ] as const) {
      await makeProviderBusy(true)
      const { id } = await createInvoice(world)
      await mustCommand(world, id, name, body)
      await untilInvoice(world, id, (invoice) => invoice.status === status)
      await makeProviderBusy(false)
      await untilEvent(world, id, 'delivery_not_needed')
      const event = (await readEvents(world, id)).find(({ type }) => type === 'invoice.delivery_not_needed')
      expect(event?.data).toEqual({
        channel: 'email',
        reason: status === 'paid' ? 'already_paid' : 'voided',
        delivery: 1,
      })
      expect(await failures(id)).toEqual([])
      expect(await readInvoice(world, id)).toMatchObject({ status, delivery: { status: 'not_needed' } })
    }
  })

  it('sends the invoice only to the new address when it was corrected while Postmark was down', async () => {
    const deliveryTo = (email: string) => world.em.fork().findOne(NotificationRow, { recipient: email })
    const [wrong, copied, right] = ['wrong', 'copied', 'right'].map((name) => `${name}@retried.example`)
    await makeProviderBusy(true, 503)
    const customer = { name: 'Ada Byron', email: wrong, cc: [copied] }
    const { id } = await createInvoice(world, { customer })
    await waitFor(async () => (await deliveryTo(wrong ?? ''))?.attemptedAt)
    const changed = { customer: { email: right } }
    expect((await call(world, 'PATCH', `/v1/invoices/${id}`, changed)).status).toBe(200)
    await makeProviderBusy(false)
    await untilInvoice(world, id, (invoice) => invoice.delivery.status === 'delivered')
    await waitFor(async () => (await deliveryTo(wrong ?? ''))?.status !== 'pending')
    expect(await deliveryTo(wrong ?? '')).toMatchObject({ status: 'failed', failure: 'superseded' })
    expect(await inboxFor(world, wrong ?? '')).toEqual([])
    await waitFor(async () => (await inboxFor(world, copied ?? '')).length > 0)
    expect(await inboxFor(world, right ?? '')).toHaveLength(1)
    expect(await inboxFor(world, copied ?? '')).toHaveLength(1)
    expect(await suppressed(wrong ?? '')).toEqual([])
    expect((await timeline(world, id)).filter((type) => /fail|notified|not_needed/.test(type))).toEqual([])
    await mustCommand(world, id, 'remind')
  })

  it('reminds only the new address when it was corrected while Postmark was down', async () => {
    const [old, right] = ['old', 'new'].map((name) => `${name}@corrected.example`)
    const { id } = await createInvoice(world, { customer: { name: 'Ada Byron', email: old } })
    await untilEvent(world, id, 'delivered')
    await makeProviderBusy(true, 503)
    await mustCommand(world, id, 'remind')
    await waitFor(() => world.em.fork().findOne(NotificationRow, { invoiceId: id, kind: 'reminder' }))
    const changed = { customer: { email: right } }
    expect((await call(world, 'PATCH', `/v1/invoices/${id}`, changed)).status).toBe(200)
    await makeProviderBusy(false)
    await untilEvent(world, id, 'reminded')
    expect((await inboxFor(world, old ?? '')).map(({ subject }) => subject)).toEqual([
      expect.stringContaining('Invoice'),
    ])
    await waitFor(async () => (await inboxFor(world, right ?? '')).length === 2)
  })

  it('sends a reminder that an earlier plan left out when a later plan needs it', async () => {
    const { id } = await createInvoice(world)
    const em = world.em.fork()
    const [reminder] = (await loadStates(em, [id])).get(id)?.reminders ?? []
    const facts = { kind: 'reminder', channel: 'email', recipient: 'ada@customer.example' } as const
    const [left] = await claimNotifications(em, [
      { invoiceId: id, ...facts, discriminator: reminder?.id ?? '' },
    ])
    await finishNotifications(em, [
      { id: left?.notification.id ?? '', status: 'failed', failure: 'already_paid' },
    ])
    await advance(world, id, 'P12D')
    const outcomes = (await readEvents(world, id)).filter(({ type }) => type.startsWith('invoice.remind'))
    expect(outcomes[0]).toMatchObject({ type: 'invoice.reminded', data: { reminder_id: reminder?.id } })
  })

  it.each([
    ['a hold is placed', 'pause', {}, 'on_hold'],
    ['the invoice is paid', 'payments', { amount: 12_500, method: 'cash', receipt: false }, 'nothing_due'],
  ])('skips a reminder when %s while its files are made', async (_, name, body, reason) => {
    const { id, number } = await createInvoice(world)
    await untilEvent(world, id, 'delivered')
    const { pdfs } = world.deps
    const render = pdfs.invoice.bind(pdfs)
    const restore = replaceForTest(pdfs, {
      async invoice(document) {
        if (document.number === number) {
          restore()
          await mustCommand(world, id, name, body)
        }
        return render(document)
      },
    })
    await mustCommand(world, id, 'remind')
    await untilEvent(world, id, 'reminder_skipped')
    const skipped = (await readEvents(world, id)).find(({ type }) => type === 'invoice.reminder_skipped')
    expect(skipped?.data).toMatchObject({ reason })
    const messages = await world.em.fork().find(NotificationRow, { invoiceId: id, kind: 'reminder' })
    expect(messages.map(({ status }) => status)).toEqual(['failed'])
    expect(await timeline(world, id)).not.toContain('reminded')
  })

  it('records a reminder that went out before its attempt ended, although a hold was placed since', async () => {
    const email = 'held.late@customer.example'
    const { id } = await createInvoice(world, { customer: { name: 'Ada Byron', email } })
    await untilEvent(world, id, 'delivered')
    const em = world.em.fork()
    const [reminder] = (await loadStates(em, [id])).get(id)?.reminders ?? []
    const facts = { kind: 'reminder', channel: 'email', recipient: email } as const
    const [sent] = await claimNotifications(em, [
      { invoiceId: id, ...facts, discriminator: reminder?.id ?? '' },
    ])
    const messageId = sent?.notification.id ?? ''
    await finishNotifications(em, [{ id: messageId, status: 'sent', providerMessageId: 'pm-1' }])
    await mustCommand(world, id, 'pause')
    const offsetMs = (reminder?.at ?? 0) - Date.now()
    expect(await sendReminder(id, reminder?.id ?? '', offsetMs)).toMatchObject([
      { type: 'reminded', messageIds: [messageId] },
    ])
    expect(await inboxFor(world, email)).toHaveLength(1)
  })

  it('sends the text of a reminder whose e-mail cannot be made, and the e-mail later, each once', async () => {
    const customer = { name: 'Ada Byron', email: 'both@customer.example', phone: '+447700900788' }
    const { id, number } = await createInvoice(world, { customer })
    await untilEvent(world, id, 'delivered')
    const { pdfs } = world.deps
    const render = pdfs.invoice.bind(pdfs)
    const repair = replaceForTest(pdfs, {
      invoice: (document) =>
        document.number === number ? Promise.reject(new Error('no font')) : render(document),
    })
    await mustCommand(world, id, 'remind', { channel: 'both' })
    await waitFor(async () => (await textsFor(world, customer.phone)).length === 1)
    expect(await inboxFor(world, customer.email)).toHaveLength(1)
    repair()
    await untilEvent(world, id, 'reminded')
    expect(await inboxFor(world, customer.email)).toHaveLength(2)
    expect(await textsFor(world, customer.phone)).toHaveLength(1)
    const reminded = (await readEvents(world, id)).find(({ type }) => type === 'invoice.reminded')
    expect(reminded?.data).toMatchObject({ channels: ['email', 'sms'] })
  })

  it('does not send a reminder whose day was moved after its attempt began', async () => {
    const { id } = await createInvoice(world)
    await untilEvent(world, id, 'delivered')
    const em = world.em.fork()
    const loaded = await loadDocument(em, id)
    const [reminder] = loaded.state.reminders
    const message = { invoiceId: id, loaded, kind: 'reminder', discriminator: reminder?.id ?? '' } as const
    const reason = async () =>
      unwantedReason(em, message, await world.em.fork().findOneOrFail(InvoiceRow, { id }))
    expect(await reason()).toBeUndefined()
    expect(await sendReminder(id, reminder?.id ?? '', 0)).toEqual([])
    expect(await timeline(world, id)).not.toContain('reminded')
    const due_date = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10)
    expect((await call(world, 'PATCH', `/v1/invoices/${id}`, { due_date })).status).toBe(200)
    expect(await reason()).toBe('superseded')
  })

  it('keeps the delivery to the new address when the old one bounces', async () => {
    const { id } = await createInvoice(world)
    await call(world, 'PATCH', `/v1/invoices/${id}`, { customer: { email: 'ada.moved@customer.example' } })
    const report = { channel: 'email', reason: 'bounced', messageId: 'msg_old', delivery: 1 } as const
    const old = { ...report, at: Date.now(), cause: byProvider('postmark') } as const
    await world.deps.invoices.reportDeliveryFailure({ id, merchantId: world.merchantId }, old)
    await waitFor(async () => (await failures(id)).length === 1)
    await mustCommand(world, id, 'remind')
  })

  it('ignores a delivery report with characters the database cannot store', () => {
    const body = { RecordType: 'Delivery', MessageID: 'm', Details: 'a\u0000b', Metadata: {} }
    expect(parsePostmarkEvent(JSON.stringify({ ...body, Details: 'ab' }))).toBeDefined()
    expect(parsePostmarkEvent(JSON.stringify(body))).toBeUndefined()
  })

  it('sends nothing to a bounced address for any invoice', async () => {
    const customer = { name: 'Ada Byron', email: 'hardbounce+twice@customer.example' }
    const first = await createInvoice(world, { customer })
    await waitFor(async () => (await failures(first.id)).length === 1)
    const second = await createInvoice(world, { customer })
    const [failed] = await waitFor(async () => {
      const found = await failures(second.id)
      return found.length > 0 && found
    })
    expect(failed?.data).toMatchObject({ reason: 'inactive_recipient' })
    expect(await inboxFor(world, customer.email)).toHaveLength(1)
  })

  it('suppresses an address after a complaint', async () => {
    const customer = { name: 'Ada Byron', email: 'spamcomplaint+a@customer.example' }
    const { id } = await createInvoice(world, { customer })
    await waitFor(async () => (await failures(id)).length === 1)
    expect(await failures(id)).toMatchObject([{ data: { reason: 'complained' } }])
    expect(await command(world, id, 'remind')).toMatchObject({ status: 409, json: { code: 'undeliverable' } })
  })

  it('records a delay in the timeline only', async () => {
    const { id } = await createInvoice(world)
    await untilEvent(world, id, 'delivered')
    await causeBounce(id, 'Transient')
    await untilEvent(world, id, 'delivery_delayed')
    expect(await failures(id)).toEqual([])
    await mustCommand(world, id, 'remind')
  })

  const BOUNCES: [string, string][] = [
    ['SoftBounce', 'undeliverable'],
    ['Blocked', 'rejected'],
    ['SpamNotification', 'rejected'],
    ['DMARCPolicy', 'rejected'],
    ['SMTPApiError', 'not_sent'],
    ['TemplateRenderingFailed', 'not_sent'],
  ]
  it.each(someOf(BOUNCES, 2))(
    'notifies the merchant of %s and keeps the address usable',
    async (bounce, reason) => {
      const email = `usable.${bounce.toLowerCase()}@customer.example`
      const { id } = await createInvoice(world, { customer: { name: 'Ada Byron', email } })
      await untilEvent(world, id, 'delivered')
      await causeBounce(id, bounce)
      await untilEvent(world, id, 'merchant_notified')
      expect(await failures(id)).toMatchObject([{ data: { reason, channel: 'email' } }])
      expect(await suppressed(email)).toEqual([])
      await mustCommand(world, id, 'remind')
      await waitFor(async () => (await inboxFor(world, email)).length === 2)
    },
  )

  it('sends a text message of one segment and records its delivery', async () => {
    const customer = { name: 'Ada Byron', email: 'ada.sms@customer.example', phone: '+447700900777' }
    const { id } = await createInvoice(world, { customer, deliver: ['sms'] })
    await untilEvent(world, id, 'delivered')
    const sent = (await readEvents(world, id)).find(({ type }) => type === 'invoice.sent')
    expect(sent?.data).toMatchObject({ channel: 'sms', sms_segments: 1 })
    const [text] = await textsFor(world, customer.phone)
    expect(text?.text).toContain('125.00 GBP')
    expect(text?.text.length).toBeLessThanOrEqual(160)
  })

  it.each([
    ['a phone that is off', '+447700910000', 'undeliverable'],
    ['a country that our account may not send to', '+15005550003', 'not_sent'],
    ['a number that our sender does not reach', '+15005550002', 'not_sent'],
  ])('reports a text message to %s and allows another try', async (_, phone, reason) => {
    const customer = { name: 'Ada Byron', email: 'ada.off@customer.example', phone }
    const { id } = await createInvoice(world, { customer, deliver: ['sms'] })
    await waitFor(async () => (await failures(id)).length === 1)
    expect(await failures(id)).toMatchObject([{ data: { reason, channel: 'sms' } }])
    await mustCommand(world, id, 'remind', { channel: 'sms' })
  })
})
