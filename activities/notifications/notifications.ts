import { loadCreditNoteDocument } from '../../db/credit-notes/document.ts'
import { CreditNoteRow } from '../../db/entities/index.ts'
import { type LoadedDocument, loadDocument } from '../../db/invoices/document.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { CreditNoteDocument } from '../../domain/credit-note/document.ts'
import type { Channel, InvoiceEvent, Resend } from '../../domain/invoice/index.ts'
import type { MessageActivities } from '../invoices/types.ts'
import type { NotificationDeps } from './channels.ts'
import { findNotice } from './invoice-notices.ts'
import { appendAll, eventBase, invoiceSentEvent, suppressionEvents } from './record-delivery.ts'
import { sendCopies } from './send-copies.ts'
import { sendIfNeeded, sendMessage, sendUnlessSuperseded } from './send-message.ts'
import { sendReminder } from './send-reminder.ts'

export function createMessageActivities(deps: NotificationDeps): MessageActivities {
  const forked = () => ({ ...deps, em: deps.em.fork() })
  return {
    sendInvoice: ({ invoiceId, delivery, testClockOffsetMs }) =>
      sendInvoice(forked(), invoiceId, 'email', delivery, testClockOffsetMs),
    sendInvoiceText: ({ invoiceId, delivery, testClockOffsetMs }) =>
      sendInvoice(forked(), invoiceId, 'sms', delivery, testClockOffsetMs),
    sendReceipt: (input) => sendReceipt(forked(), input),
    sendReminder: (input) => sendReminder(forked(), input),
    sendRefundNotice: (input) => sendRefundNotice(forked(), input),
    sendCreditNote: (input) => sendCreditNote(forked(), input),
    sendVoidNotice: (input) => sendVoidNotice(forked(), input),
    sendNotice: (input) => sendNotice(forked(), input),
  }
}

async function sendInvoice(
  deps: NotificationDeps,
  invoiceId: string,
  channel: Channel,
  delivery = 1,
  testClockOffsetMs = 0,
): Promise<InvoiceEvent[]> {
  const discriminator = delivery === 1 ? '' : String(delivery)
  const loaded = await loadDocument(deps.em, invoiceId, { kind: 'invoice' })
  const request = { invoiceId, loaded, kind: 'invoice', discriminator, context: {} } as const
  const sent = await sendUnlessSuperseded(deps, { ...request, channel })
  if (sent.outcome === 'superseded') return []
  const event = invoiceSentEvent(sent, channel, delivery, testClockOffsetMs)
  const events = await appendAll(deps.em, invoiceId, [event], loaded.events)
  if (channel === 'email') await sendCopies(deps, request)
  return events
}

async function sendReceipt(
  deps: NotificationDeps,
  { invoiceId, paymentId, resend, testClockOffsetMs = 0 }: Parameters<MessageActivities['sendReceipt']>[0],
): Promise<InvoiceEvent[]> {
  const { em } = deps
  const loaded = await loadDocument(em, invoiceId, { paymentId, kind: 'receipt' })
  if (loaded.state.payments.find(({ id }) => id === paymentId)?.undone) return []
  const channel = 'email'
  const request = { invoiceId, loaded, kind: 'receipt', discriminator: paymentId, context: {} } as const
  const discriminator = nth(paymentId, resend)
  const sent = await sendMessage(deps, { ...request, channel, discriminator })
  const common = { ...eventBase(testClockOffsetMs), channel, paymentId, ...resendOf(resend) } as const
  const keyEnd = `${channel}:${discriminator}`
  const event: InvoiceEvent =
    sent.outcome === 'accepted'
      ? { ...common, type: 'receipt_sent', key: `receipt_sent:${keyEnd}`, messageId: sent.messageId }
      : { ...common, type: 'receipt_failed', key: `receipt_failed:${keyEnd}`, reason: sent.reason }
  const events = [event, ...suppressionEvents(sent, channel, testClockOffsetMs)]
  await appendAll(em, invoiceId, events, loaded.events)
  await sendCopies(deps, request)
  return events
}

async function sendRefundNotice(
  deps: NotificationDeps,
  {
    invoiceId,
    refundId,
    resend,
    testClockOffsetMs = 0,
  }: Parameters<MessageActivities['sendRefundNotice']>[0],
): Promise<InvoiceEvent[]> {
  const { em } = deps
  const loaded = await loadDocument(em, invoiceId, { kind: 'refund' })
  const refund = loaded.state.refunds.find(({ id }) => id === refundId)
  const amount = refund?.amount ?? 0
  const channel = 'email'
  const keyEnd = nth(refundId, resend)
  const sent = await sendMessage(deps, {
    invoiceId,
    loaded,
    kind: 'refund',
    channel,
    discriminator: keyEnd,
    context: { refund: { amount, ...(refund?.manual ? { method: refund.manual.method } : {}) } },
  })
  const common = { ...eventBase(testClockOffsetMs), channel, refundId, ...resendOf(resend) } as const
  const event: InvoiceEvent =
    sent.outcome === 'accepted'
      ? {
          ...common,
          type: 'refund_notice_sent',
          key: `refund_notice_sent:${keyEnd}`,
          messageId: sent.messageId,
        }
      : {
          ...common,
          type: 'refund_notice_failed',
          key: `refund_notice_failed:${keyEnd}`,
          reason: sent.reason,
        }
  return appendAll(
    em,
    invoiceId,
    [event, ...suppressionEvents(sent, channel, testClockOffsetMs)],
    loaded.events,
  )
}

async function sendCreditNote(
  deps: NotificationDeps,
  {
    invoiceId,
    creditNoteId,
    resend,
    testClockOffsetMs = 0,
  }: Parameters<MessageActivities['sendCreditNote']>[0],
): Promise<InvoiceEvent[]> {
  const { em } = deps
  const loaded = await loadDocument(em, invoiceId, { kind: 'credit_note' })
  const creditNote = await documentOfCreditNote(em, creditNoteId, loaded)
  const channel = 'email'
  const context = { creditNote }
  const discriminator = creditNoteId
  const request = { invoiceId, loaded, kind: 'credit_note', discriminator, context } as const
  const keyEnd = nth(creditNoteId, resend)
  const sent = await sendMessage(deps, { ...request, channel, discriminator: keyEnd })
  const common = { ...eventBase(testClockOffsetMs), channel, creditNoteId, ...resendOf(resend) } as const
  const event: InvoiceEvent =
    sent.outcome === 'accepted'
      ? {
          ...common,
          type: 'credit_note_sent',
          key: `credit_note_sent:${keyEnd}`,
          messageId: sent.messageId,
        }
      : {
          ...common,
          type: 'credit_note_failed',
          key: `credit_note_failed:${keyEnd}`,
          reason: sent.reason,
        }
  const events = [event, ...suppressionEvents(sent, channel, testClockOffsetMs)]
  await appendAll(em, invoiceId, events, loaded.events)
  await sendCopies(deps, request)
  return events
}

async function documentOfCreditNote(
  em: EntityManager,
  id: string,
  loaded: LoadedDocument,
): Promise<CreditNoteDocument> {
  return loadCreditNoteDocument(em, await em.findOneOrFail(CreditNoteRow, { id }), loaded)
}

async function sendVoidNotice(
  deps: NotificationDeps,
  {
    invoiceId,
    channel,
    voidId,
    resend,
    testClockOffsetMs = 0,
  }: Parameters<MessageActivities['sendVoidNotice']>[0],
): Promise<InvoiceEvent[]> {
  const { em } = deps
  const loaded = await loadDocument(em, invoiceId, { kind: 'void' })
  const { voidNotice } = loaded.state
  if (voidNotice?.id !== voidId) return []
  const { creditNoteId } = voidNotice
  const creditNote =
    creditNoteId === undefined ? undefined : await documentOfCreditNote(em, creditNoteId, loaded)
  const sent = await sendIfNeeded(deps, {
    invoiceId,
    loaded,
    kind: 'void',
    channel,
    discriminator: nth(voidId, resend),
    context: creditNote ? { creditNote } : {},
  })
  if (sent.outcome === 'not_needed' && sent.reason !== 'not_sent_in_test_mode') return []
  const common = { ...eventBase(testClockOffsetMs), channel, voidId, ...resendOf(resend) }
  const key = `${channel}:${nth(voidId, resend)}`
  const event: InvoiceEvent =
    sent.outcome === 'accepted'
      ? { ...common, type: 'void_notice_sent', key: `void_notice_sent:${key}`, messageId: sent.messageId }
      : {
          ...common,
          type: 'void_notice_failed',
          key: `void_notice_failed:${key}`,
          reason: sent.outcome === 'refused' ? sent.reason : 'not_sent_in_test_mode',
        }
  return appendAll(em, invoiceId, [event], loaded.events)
}

async function sendNotice(
  deps: NotificationDeps,
  { invoiceId, noticeId, testClockOffsetMs = 0 }: Parameters<MessageActivities['sendNotice']>[0],
): Promise<InvoiceEvent[]> {
  const { em } = deps
  const loaded = await loadDocument(em, invoiceId)
  const notice = await findNotice(em, loaded.events, noticeId)
  const isWanted = notice.kind !== 'delivery_failed' || loaded.notices.delivery_failed
  const sent = isWanted
    ? await sendMessage(deps, {
        invoiceId,
        loaded,
        kind: 'notice',
        channel: 'email',
        discriminator: noticeId,
        context: { notice },
      })
    : ({ outcome: 'refused', reason: 'not_wanted' } as const)
  const common = { ...eventBase(testClockOffsetMs), notice: noticeId }
  const event: InvoiceEvent =
    sent.outcome === 'accepted'
      ? {
          ...common,
          type: 'merchant_notified',
          key: `merchant_notified:${noticeId}`,
          messageId: sent.messageId,
        }
      : {
          ...common,
          type: 'merchant_notification_failed',
          key: `merchant_notification_failed:${noticeId}`,
          reason: sent.reason,
        }
  return appendAll(em, invoiceId, [event], loaded.events)
}

/** The first sending has the id alone. Copies keep it, because their addresses were open. */
function nth(id: string, resend: number | undefined): string {
  return resend === undefined ? id : `${id}:${resend}`
}

function resendOf(resend: number | undefined): Resend {
  return resend === undefined ? {} : { resend }
}
