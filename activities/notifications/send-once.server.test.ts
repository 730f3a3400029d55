import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { InvoiceRow } from '../../db/entities/index.ts'
import { recordDecision } from '../../db/trust/operator-decisions.ts'
import { suppressAddress } from '../../db/notifications/suppressed-addresses.ts'
import {
  claimNotifications,
  type NewNotification,
  type Notification,
  readNotifications,
} from '../../db/notifications/notification-store.ts'
import { newInvoice } from '../../db/invoices/issue/new-invoice.ts'
import { MessageNotTakenError } from '../../integrations/send-outcome.ts'
import { saveCustomer } from '../../test/support/customer.ts'
import { freezeVolumeDay } from '../../test/support/trust.ts'
import { useDatabase } from '../../test/support/use-database.ts'
import type { TestMail } from './may-send.ts'
import { type MessageOutcome, sendOnce, type Transport } from './send-once.ts'
import { oneAmount } from '../../test/support/invoice-lines.ts'

const database = useDatabase()

async function invoiceEmails(count: number): Promise<NewNotification[]> {
  const em = database.orm.em.fork()
  const now = new Date()
  const customerId = await saveCustomer(em, database.merchantId)
  const ids = Array.from({ length: count }, () => `inv_${randomUUID()}`)
  for (const id of ids) {
    const content = {
      customer: { name: 'Ada', email: `${id}@customer.example` },
      currency: 'GBP',
      ...oneAmount(100),
      dueDate: '2027-01-31',
      description: 'Work',
      metadata: {},
      channels: [],
    }
    const origin = { id, merchantId: database.merchantId, mode: 'test', customerId } as const
    em.create(InvoiceRow, newInvoice(origin, content, now))
  }
  await em.flush()
  return ids.map((invoiceId) => ({
    invoiceId,
    kind: 'invoice',
    channel: 'email',
    discriminator: '',
    recipient: `${invoiceId}@customer.example`,
  }))
}

function createProvider() {
  const sent: string[] = []
  const provider = {
    sent,
    isListed: true,
    lookups: 0,
    send: async (ids: readonly string[]): Promise<ReadonlyMap<string, MessageOutcome>> => {
      sent.push(...ids)
      return new Map(ids.map((id) => [id, { outcome: 'accepted', providerMessageId: `provider-${id}` }]))
    },
    unmakeable: new Set<string>(),
    unwanted: new Map<string, 'superseded' | 'already_paid'>(),
  }
  const transport: Transport<string> = {
    async find(rows) {
      provider.lookups += 1
      const listed = provider.isListed ? rows.filter(({ id }) => sent.includes(id)) : []
      return new Map(listed.map(({ id }) => [id, { providerMessageId: `provider-${id}` }]))
    },
    compose: async (rows) => {
      const made = rows.filter(({ id }) => !provider.unmakeable.has(id))
      return { messages: new Map(made.map(({ id }) => [id, id])), error: new Error('no font') }
    },
    findUnwanted: async () => provider.unwanted,
    send: async (ids) => provider.send(ids),
  }
  return { provider, transport }
}

async function attempt(
  notifications: readonly NewNotification[],
  transport: Transport<string>,
  indexDelayMs?: number,
  testMail: TestMail = 'everybody',
): Promise<Notification[]> {
  const em = database.orm.em.fork()
  return sendOnce(em, await claimNotifications(em, notifications), transport, {
    testMail,
    indexDelayMs,
  })
}

/** A confirmed member of the seeded merchant has it. */
const OWN_ADDRESS = 'owner@larkspur.example'
const OUTCOME_UNKNOWN = { name: 'SendOutcomeUnknownError' }

async function idsOf(notifications: readonly NewNotification[]): Promise<string[]> {
  const rows = await claimNotifications(database.orm.em.fork(), notifications)
  const ids = new Map(rows.map(({ notification: { id, recipient } }) => [recipient, id]))
  return notifications.map(({ recipient }) => ids.get(recipient) ?? '')
}

const stored = async (notifications: readonly NewNotification[]) =>
  readNotifications(database.orm.em.fork(), await idsOf(notifications))

describe('sendOnce', () => {
  it('sends each notification of a set once and stores the provider ids', async () => {
    const batch = await invoiceEmails(3)
    const { provider, transport } = createProvider()
    const finished = await attempt(batch, transport)
    expect(finished.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent'])
    expect(finished.map(({ id, providerMessageId }) => `provider-${id}` === providerMessageId)).not.toContain(
      false,
    )
    await attempt(batch, transport)
    expect(provider.sent).toHaveLength(3)
    expect(provider.lookups).toBe(0)
  })

  it('looks a message up, and does not send it again, after the response was lost', async () => {
    const batch = await invoiceEmails(1)
    const { provider, transport } = createProvider()
    const accept = provider.send
    provider.send = async (ids) => {
      await accept(ids)
      throw new Error('socket hang up')
    }
    await expect(attempt(batch, transport)).rejects.toThrow('socket hang up')
    expect(await stored(batch)).toMatchObject([{ status: 'pending', attemptedAt: expect.any(Date) }])
    provider.isListed = false
    await expect(attempt(batch, transport)).rejects.toMatchObject(OUTCOME_UNKNOWN)
    provider.isListed = true
    expect(await attempt(batch, transport)).toMatchObject([{ status: 'sent' }])
    expect(provider.sent).toHaveLength(1)
  })

  it('sends to the corrected address, unless an earlier attempt reached the old one', async () => {
    const reminders = (await invoiceEmails(2)).map(
      (email) => ({ ...email, kind: 'reminder', discriminator: 'first' }) as const,
    )
    const corrected = reminders.map((reminder) => ({ ...reminder, recipient: 'right@customer.example' }))
    const { provider, transport } = createProvider()
    const accept = provider.send
    provider.send = async (ids) => {
      await accept(ids.slice(0, 1))
      throw new Error('socket hang up')
    }
    await expect(attempt(reminders, transport)).rejects.toThrow('socket hang up')
    provider.send = accept
    await expect(attempt(corrected, transport, 0)).rejects.toThrow('1 messages have a corrected address')
    const [reached, moved] = await attempt(corrected, transport, 0)
    expect(reached).toMatchObject({ status: 'sent', recipient: reminders[0]?.recipient })
    expect(moved).toMatchObject({ status: 'sent', recipient: 'right@customer.example' })
    expect(provider.sent).toHaveLength(2)
  })

  it('sends again when the provider does not list the message after the index delay', async () => {
    const batch = await invoiceEmails(1)
    const { provider, transport } = createProvider()
    const accept = provider.send
    provider.send = async () => {
      throw new Error('socket hang up')
    }
    await expect(attempt(batch, transport)).rejects.toThrow('socket hang up')
    provider.send = accept
    await expect(attempt(batch, transport, 60_000)).rejects.toMatchObject(OUTCOME_UNKNOWN)
    expect(await attempt(batch, transport, 0)).toMatchObject([{ status: 'sent' }])
    expect(provider.sent).toHaveLength(1)
  })

  it('sends again at once when the provider did not accept the message', async () => {
    const batch = await invoiceEmails(1)
    const { provider, transport } = createProvider()
    const accept = provider.send
    provider.send = async () => {
      throw new MessageNotTakenError('status 429')
    }
    await expect(attempt(batch, transport)).rejects.toThrow('status 429')
    expect(await stored(batch)).toMatchObject([{ status: 'pending', attemptedAt: null }])
    provider.send = accept
    expect(await attempt(batch, transport)).toMatchObject([{ status: 'sent' }])
    expect(provider.lookups).toBe(0)
  })

  it('counts a message once among the test e-mails of a day, however often it is tried', async () => {
    await freezeVolumeDay({ em: database.orm.em })
    const [first, second] = (await invoiceEmails(2)).map((one) => ({ ...one, recipient: OWN_ADDRESS }))
    const { provider, transport } = createProvider()
    const accept = provider.send
    provider.send = async () => {
      throw new MessageNotTakenError('status 503')
    }
    const limited = (batch: NewNotification[]) => attempt(batch, transport, undefined, { perDay: 1 })
    for (let tries = 0; tries < 2; tries += 1) {
      await expect(limited([first as NewNotification])).rejects.toThrow('status 503')
    }
    provider.send = accept
    expect(await limited([first as NewNotification])).toMatchObject([{ status: 'sent' }])
    expect(await limited([second as NewNotification])).toMatchObject([
      { status: 'failed', failure: 'not_sent_in_test_mode' },
    ])
  })

  it('sends only the rest of a batch after the provider did not accept some of it', async () => {
    const batch = await invoiceEmails(3)
    const [first = ''] = await idsOf(batch)
    const { provider, transport } = createProvider()
    const accept = provider.send
    provider.send = async (ids) => {
      const outcomes = new Map(await accept(ids.filter((id) => id !== first)))
      return outcomes.set(first, { outcome: 'not_taken' })
    }
    await expect(attempt(batch, transport)).rejects.toThrow('1 of 3')
    provider.send = accept
    const finished = await attempt(batch, transport)
    expect(finished.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent'])
    expect(provider.sent.toSorted()).toEqual((await idsOf(batch)).toSorted())
  })

  it('sends the others when a message cannot be made, and that one as soon as it can', async () => {
    const batch = await invoiceEmails(3)
    const [broken = '', ...others] = await idsOf(batch)
    const { provider, transport } = createProvider()
    provider.unmakeable.add(broken)
    await expect(attempt(batch, transport)).rejects.toMatchObject({
      name: 'MessageNotMadeError',
      message: '1 of 3 messages could not be made',
      cause: { message: 'no font' },
    })
    expect(provider.sent.toSorted()).toEqual(others.toSorted())
    const left = (await stored(batch)).filter(({ id }) => id === broken)
    expect(left).toMatchObject([{ status: 'pending', attemptedAt: null }])
    provider.unmakeable.clear()
    await attempt(batch, transport)
    expect(provider.sent).toHaveLength(3)
  })

  it('sends once when three attempts overlap', async () => {
    const batch = await invoiceEmails(2)
    const { provider, transport } = createProvider()
    const attempts = await Promise.allSettled([1, 2, 3].map(() => attempt(batch, transport)))
    expect(attempts.some(({ status }) => status === 'fulfilled')).toBe(true)
    expect(provider.sent).toHaveLength(2)
  })

  it('settles a suppressed address as failed, and sends the others', async () => {
    const batch = await invoiceEmails(2)
    const address = batch[0]?.recipient ?? ''
    const reason = 'inactive_recipient'
    const { merchantId } = database
    await suppressAddress(
      database.orm.em.fork(),
      { merchantId, mode: 'test', channel: 'email', address },
      reason,
    )
    const { provider, transport } = createProvider()
    await attempt(batch, transport)
    const byAddress = new Map((await stored(batch)).map((row) => [row.recipient, row]))
    expect(byAddress.get(address)).toMatchObject({ status: 'failed', failure: 'inactive_recipient' })
    expect(provider.sent).toHaveLength(1)
  })

  it('stores the reason of unwanted notifications and sends none of them', async () => {
    const batch = await invoiceEmails(3)
    const [paid = '', replaced = '', wanted = ''] = await idsOf(batch)
    const { provider, transport } = createProvider()
    provider.unwanted.set(paid, 'already_paid').set(replaced, 'superseded')
    await attempt(batch, transport)
    const failures = new Map((await stored(batch)).map(({ id, failure }) => [id, failure]))
    expect(failures.get(paid)).toBe('already_paid')
    expect(failures.get(replaced)).toBe('superseded')
    expect(provider.sent).toEqual([wanted])
  })

  it('sends nothing when the merchant is suspended after the claim, and all of it after an approval', async () => {
    const batch = await invoiceEmails(2)
    const { provider, transport } = createProvider()
    const em = database.orm.em.fork()
    const claimed = await claimNotifications(em, batch)
    const decide = (kind: 'approved' | 'suspended') =>
      recordDecision(em, database.merchantId, { kind }, { type: 'operator', name: 'Kim' })
    await decide('suspended')
    await expect(sendOnce(em, claimed, transport, { testMail: 'everybody' })).rejects.toMatchObject(
      OUTCOME_UNKNOWN,
    )
    await expect(attempt(batch, transport)).rejects.toMatchObject({ type: 'MerchantBlocked' })
    expect(provider.sent).toEqual([])
    await decide('approved')
    await attempt(batch, transport)
    expect(provider.sent).toHaveLength(2)
  })

  it('stores the refusal of the provider', async () => {
    const batch = await invoiceEmails(1)
    const { provider, transport } = createProvider()
    provider.send = async (ids) =>
      new Map(ids.map((id) => [id, { outcome: 'refused', reason: 'invalid_recipient' }]))
    expect(await attempt(batch, transport)).toMatchObject([
      { status: 'failed', failure: 'invalid_recipient', providerMessageId: null },
    ])
  })

  it('refuses a notification of both an invoice and a recurring invoice, or of neither', async () => {
    const [notification] = await invoiceEmails(1)
    const id = notification && 'invoiceId' in notification ? notification.invoiceId : ''
    const insert = (invoiceId: string | null, recurringId: string | null) =>
      database.orm.em.fork().execute(
        `insert into notification (id, invoice_id, recurring_id, kind, channel, recipient, status)
           values ('msg_x', ?, ?, 'notice', 'email', 'a@b.example', 'pending')`,
        [invoiceId, recurringId],
      )
    await expect(insert(id, 'rec_1')).rejects.toThrow('notification_source')
    await expect(insert(null, null)).rejects.toThrow('notification_source')
  })
})
