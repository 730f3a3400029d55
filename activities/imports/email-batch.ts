import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  ImportRow,
  InvoiceRow,
  MerchantProfileRow,
  MerchantRow,
  type NotificationFailure,
} from '../../db/entities/index.ts'
import { batchInvoices, markBatchEmailed, noteRefusal, progressOf } from '../../db/imports/batches.ts'
import { documentOf, loadDocument } from '../../db/invoices/document.ts'
import { loadStates } from '../../db/invoices/event-store.ts'
import {
  type ClaimedNotification,
  claimNotifications,
  failUnattempted,
  type Notification,
  readNotifications,
} from '../../db/notifications/notification-store.ts'
import type { EntityManager } from '../../db/orm.ts'
import { readTemplate } from '../../db/settings/email-templates.ts'
import { payUrl } from '../../domain/payment/payment-link.ts'
import {
  type Email,
  type EmailAttachment,
  type Mailer,
  MAX_BATCH_EMAILS,
} from '../../integrations/email/mailer.ts'
import { customerEmail } from '../../integrations/email/templates/index.ts'
import { MessageNotMadeError, MessageNotTakenError } from '../../integrations/send-outcome.ts'
import { withHeartbeat } from '../heartbeat.ts'
import type { NotificationDeps } from '../notifications/channels.ts'
import { einvoiceFiles } from '../notifications/compose-message.ts'
import { resultOf, supersededReason, unpayableReason } from '../notifications/send-message.ts'
import { sendOnce, type Transport } from '../notifications/send-once.ts'
import { recordBatchDelivery } from './record-batch-delivery.ts'
import { sendInParts } from './send-in-parts.ts'
import type { BulkMailActivities } from './types.ts'
import { DAY_MS } from '../../domain/shared/durations.ts'

export type BulkMailDeps = Omit<NotificationDeps, 'sms'>

export function createBulkMail(deps: BulkMailDeps): BulkMailActivities {
  return {
    emailBatch: withHeartbeat(async ({ importId, batch }) => {
      const em = deps.em.fork()
      const invoiceIds = await batchInvoices(em, importId, batch)
      const claimed = await claimInvoiceEmails(em, invoiceIds)
      const { merchantId, mode } = await em.findOneOrFail(ImportRow, { id: importId })
      const batchId = `${importId}-${batch}`
      const sender = { ...deps, em, mailer: deps.mailers[mode], merchantId, batchId }
      const send = (messages: readonly ClaimedNotification[], transport: Transport<Email>) =>
        sendOnce(em, messages, transport, deps).catch(async (error: unknown) =>
          giveUpUnsent(em, messages, { importId, batch }, error),
        )
      let notMade: MessageNotMadeError | undefined
      const finished = await send(claimed, batchTransport(sender)).catch(async (error: unknown) => {
        if (!(error instanceof MessageNotMadeError)) throw error
        notMade = error
        return finishedOf(em, claimed)
      })
      const failedInvoiceIds = await recordBatchDelivery(em, finished)
      await emailCopies(sender, invoiceIds, send)
      if (notMade) throw notMade
      const counts = {
        mailed: finished.length - failedInvoiceIds.length,
        undelivered: finished.filter((notification) => resultOf(notification).outcome === 'refused').length,
      }
      await markBatchEmailed(em, importId, batch, counts)
      const { issued, failed, delivered, undelivered } = await progressOf(em, importId)
      return { failedInvoiceIds, progress: { issued, failed, delivered, undelivered } }
    }),
  }
}

async function claimInvoiceEmails(
  em: EntityManager,
  invoiceIds: readonly string[],
): Promise<ClaimedNotification[]> {
  const rows = await em.execute<{ id: string; recipient: string }[]>(
    `select id, customer_email as recipient from invoice
     where id in (select jsonb_array_elements_text(?::jsonb))`,
    [JSON.stringify(invoiceIds)],
  )
  return claimNotifications(
    em,
    rows.map(({ id: invoiceId, recipient }) => ({
      invoiceId,
      kind: 'invoice',
      channel: 'email',
      discriminator: '',
      recipient,
    })),
  )
}

interface BatchSender extends Omit<BulkMailDeps, 'mailers'> {
  mailer: Mailer
  merchantId: string
  batchId: string
}

const GIVE_UP_MS = DAY_MS

/**
 * A batch ends when the provider accepts nothing for a day. The merchant can send each invoice again.
 * A message that an attempt may have sent stays pending.
 */
async function giveUpUnsent(
  em: EntityManager,
  claimed: readonly ClaimedNotification[],
  of: { importId: string; batch: number },
  error: unknown,
): Promise<Notification[]> {
  if (!(error instanceof MessageNotTakenError)) throw error
  const notifications = claimed.map(({ notification }) => notification)
  const ids = notifications.map(({ id }) => id)
  const wasPending = new Set(notifications.filter(isPending).map(({ id }) => id))
  const tried = await readNotifications(em, ids)
  const isAccepting = tried.some(({ id, status }) => status === 'sent' && wasPending.has(id))
  const since = await noteRefusal(em, of, isAccepting)
  if (Date.now() < since.getTime() + GIVE_UP_MS) throw error
  const unwanted = await findUnwanted(em, tried.filter(isPending))
  await failUnattempted(
    em,
    ids.map((id) => ({ id, failure: unwanted.get(id) ?? 'not_sent' })),
  )
  const left = await readNotifications(em, ids)
  if (left.some(isPending)) throw error
  return left
}

async function finishedOf(
  em: EntityManager,
  claimed: readonly ClaimedNotification[],
): Promise<Notification[]> {
  const ids = claimed.map(({ notification }) => notification.id)
  return (await readNotifications(em, ids)).filter((one) => !isPending(one))
}

function isPending({ status }: Notification): boolean {
  return status === 'pending'
}

type Send = (messages: readonly ClaimedNotification[], transport: Transport<Email>) => Promise<unknown>

async function emailCopies(sender: BatchSender, invoiceIds: readonly string[], send: Send): Promise<void> {
  const { em, batchId } = sender
  const copies = await em.execute<{ invoiceId: string; copy: number; recipient: string }[]>(
    `select i.id as "invoiceId", c.copy::int as copy, c.address as recipient
     from invoice i, jsonb_array_elements_text(i.customer_cc) with ordinality as c(address, copy)
     where i.id in (select jsonb_array_elements_text(?::jsonb)) and lower(c.address) <> lower(i.customer_email)
     order by i.id, c.copy`,
    [JSON.stringify(invoiceIds)],
  )
  for (let start = 0; start < copies.length; start += MAX_BATCH_EMAILS) {
    const claimed = await claimNotifications(
      em,
      copies.slice(start, start + MAX_BATCH_EMAILS).map((copy) => ({
        ...copy,
        kind: 'invoice',
        channel: 'email',
        discriminator: '',
      })),
    )
    const transport = batchTransport({ ...sender, batchId: `${batchId}-copies-${start}` })
    await send(claimed, transport)
  }
}

function batchTransport(sender: BatchSender): Transport<Email> {
  const { em, mailer, merchantId, batchId } = sender
  return {
    async find() {
      const found = await mailer.findBatch(batchId)
      return new Map([...found].map(([id, providerMessageId]) => [id, { providerMessageId }]))
    },

    async compose(notifications) {
      const merchant = await em.findOneOrFail(MerchantRow, { id: merchantId })
      const invoices = await loadInvoices(em, notifications)
      const template = await readTemplate(em, merchantId, 'invoice')
      const states = await loadStates(em, [...invoices.keys()])
      const profiles = await loadProfiles(em, merchantId, [...invoices.values()])
      const files = new Map<string, EmailAttachment[]>()
      const emails = new Map<string, Email>()
      let error: unknown
      for (const notification of notifications) {
        const invoice = invoices.get(notification.invoiceId ?? '')
        const state = states.get(notification.invoiceId ?? '')
        const profile = profiles.get(invoice?.profileVersion ?? merchant.profileVersion)
        if (!invoice || !state || !profile) continue
        try {
          const { document, linkId } = documentOf(invoice, merchant, profile, state)
          // Copies have the same files.
          const attachments = files.get(invoice.id) ?? (await filesOf(sender, invoice))
          files.set(invoice.id, attachments)
          const pdf = attachments.some(({ name }) => name.endsWith('.pdf')) ? 'attached' : 'linked'
          emails.set(notification.id, {
            messageId: notification.id,
            fromName: profile.name,
            replyTo: merchant.email,
            to: { name: notification.copy > 0 ? '' : invoice.customerName, email: notification.recipient },
            // A link replaces a PDF without an e-invoice, because it costs time and size.
            ...customerEmail({ kind: 'invoice', pdf }, document, payUrl(linkId, sender), { template }),
            ...(attachments.length > 0 ? { attachments } : {}),
          })
        } catch (cause) {
          // An e-mail that cannot be made holds back no other.
          error = cause
        }
        if (emails.size % 20 === 0) await nextTurn()
      }
      return { messages: emails, error }
    },

    findUnwanted: (notifications) => findUnwanted(em, notifications),
    send: (emails) => sendInParts(mailer, emails, batchId),
  }
}

/** An e-invoice states the facts of the issue, which only the log has. */
async function filesOf(sender: BatchSender, { id, einvoiceFormat }: InvoiceRow): Promise<EmailAttachment[]> {
  if (einvoiceFormat === 'none') return []
  const { document } = await loadDocument(sender.em, id)
  return einvoiceFiles(document, sender)
}

async function loadProfiles(
  em: EntityManager,
  merchantId: string,
  invoices: readonly InvoiceRow[],
): Promise<Map<number, MerchantProfileRow>> {
  const versions = [...new Set(invoices.flatMap(({ profileVersion }) => profileVersion ?? []))]
  const rows = await em.find(MerchantProfileRow, { merchantId, version: { $in: versions } })
  return new Map(rows.map((row) => [row.version, row]))
}

async function loadInvoices(
  em: EntityManager,
  notifications: readonly Notification[],
): Promise<Map<string, InvoiceRow>> {
  const ids = notifications.flatMap(({ invoiceId }) => invoiceId ?? [])
  const rows = await em.find(InvoiceRow, { id: { $in: ids } }, { disableIdentityMap: true })
  return new Map(rows.map((row) => [row.id, row]))
}

async function findUnwanted(
  em: EntityManager,
  notifications: readonly Notification[],
): Promise<Map<string, NotificationFailure>> {
  const rows = await em.execute<{ id: string; invoiceId: string; status: InvoiceRow['status'] }[]>(
    `select n.id, n.invoice_id as "invoiceId", i.status from notification n join invoice i on i.id = n.invoice_id
     where n.id in (select jsonb_array_elements_text(?::jsonb)) and i.last_seq > 1`,
    [JSON.stringify(notifications.map(({ id }) => id))],
  )
  const states = await loadStates(
    em,
    rows.map(({ invoiceId }) => invoiceId),
  )
  return new Map(
    rows.flatMap(({ id, invoiceId, status }) => {
      const state = states.get(invoiceId)
      const failure = unpayableReason(status) ?? (state && supersededReason(state, 1))
      return failure ? [[id, failure] as const] : []
    }),
  )
}
