import { LockMode } from '@mikro-orm/core'
import { appendDecided, loadEvents } from '../db/append-events.ts'
import { InvoiceRow, MessageRow } from '../db/entities.ts'
import { loadDocument } from '../db/invoice-document.ts'
import type { EntityManager } from '../db/orm.ts'
import type { InvoiceEvent, OwedMessage } from '../domain/invoice/index.ts'
import type { InvoiceDocument } from '../domain/invoice-document.ts'
import { type LinkKey, signLinkToken } from '../domain/pay-link.ts'
import {
  LetterNotTakenError,
  type Letter,
  type Mailer,
  type SendOutcome,
} from '../integrations/email/mailer.ts'
import { invoiceEmail, receiptEmail } from '../integrations/email/templates/index.ts'
import { renderInvoicePdf, renderReceiptPdf } from '../integrations/pdf/invoice-pdf.ts'
import type { MessageActivities } from './types.ts'

export interface MessageDeps {
  em: EntityManager
  mailer: Mailer
  publicUrl: string
  linkKeys: readonly LinkKey[]
  /** How long a provider may take to list a message it accepted, in milliseconds. */
  indexDelayMs?: number
}

/** An earlier try may have been taken, and the provider does not list it yet. */
class OutcomeUnknownError extends Error {
  override name = 'OutcomeUnknownError'
}

/** Letters to the customer. Each is sent once and records in the invoice's log what became of it. */
export function createMessageActivities(deps: MessageDeps): MessageActivities {
  return {
    sendInvoice: ({ invoiceId }) => sendOnce(deps, invoiceId, 'invoice'),
    sendReceipt: ({ invoiceId }) => sendOnce(deps, invoiceId, 'receipt'),
  }
}

async function sendOnce(deps: MessageDeps, invoiceId: string, kind: OwedMessage): Promise<InvoiceEvent> {
  const { em } = deps
  const message = await claimMessage(em, invoiceId, kind)
  const recorded = await findOutcome(em, invoiceId, kind)
  if (recorded) return recorded
  const earlier = message.attemptedAt ? await lookUp(deps, message) : undefined
  const outcome = earlier ?? (await sendUnlessPaid(deps, message))
  return recordOutcome(em, message, outcome)
}

/** One row for each letter, made before it is sent, so that its id is the same in every try. */
async function claimMessage(em: EntityManager, invoiceId: string, kind: OwedMessage): Promise<MessageRow> {
  const { customerEmail } = await em.fork().findOneOrFail(InvoiceRow, { id: invoiceId })
  await em.fork().execute(
    `insert into message (id, invoice_id, kind, channel, recipient, state) values (?, ?, ?, 'email', ?, 'pending')
     on conflict (invoice_id, kind, channel) do nothing`,
    [`msg_${kind}_${invoiceId}`, invoiceId, kind, customerEmail],
  )
  return em.fork().findOneOrFail(MessageRow, { invoiceId, kind, channel: 'email' })
}

/** An earlier try did not learn whether it was taken. The provider knows, once its list is up to date. */
async function lookUp(
  { mailer, indexDelayMs = 30_000 }: MessageDeps,
  message: MessageRow,
): Promise<SendOutcome | undefined> {
  const providerMessageId = await mailer.find(message.id)
  if (providerMessageId) return { outcome: 'accepted', providerMessageId }
  if (Date.now() - (message.attemptedAt?.getTime() ?? 0) < indexDelayMs) {
    throw new OutcomeUnknownError('not known yet whether the earlier try was taken; looking again')
  }
  return undefined
}

/** A provider that was away for long must not ask for money that has come meanwhile. */
async function sendUnlessPaid(deps: MessageDeps, message: MessageRow): Promise<SendOutcome> {
  const { status } = await deps.em.fork().findOneOrFail(InvoiceRow, { id: message.invoiceId })
  if (message.kind === 'invoice' && status === 'paid') return { outcome: 'refused', reason: 'already_paid' }
  return send(deps.em, deps.mailer, message, await compose(deps, message))
}

async function send(
  em: EntityManager,
  mailer: Mailer,
  { id }: MessageRow,
  letter: Letter,
): Promise<SendOutcome> {
  await em.fork().nativeUpdate(MessageRow, { id }, { attemptedAt: new Date() })
  try {
    return await mailer.send(letter)
  } catch (error) {
    if (error instanceof LetterNotTakenError)
      await em.fork().nativeUpdate(MessageRow, { id }, { attemptedAt: null })
    throw error
  }
}

async function recordOutcome(
  em: EntityManager,
  message: MessageRow,
  outcome: SendOutcome,
): Promise<InvoiceEvent> {
  const event = outcomeEvent(message, outcome)
  await appendDecided(em, message.invoiceId, async (_state, _invoice, tx) => {
    const row = await tx.findOneOrFail(
      MessageRow,
      { id: message.id },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    )
    row.state = outcome.outcome === 'accepted' ? 'sent' : 'failed'
    row.providerMessageId = outcome.outcome === 'accepted' ? outcome.providerMessageId : null
    row.updatedAt = new Date()
    return [event]
  })
  return event
}

function outcomeEvent({ id, kind }: MessageRow, outcome: SendOutcome): InvoiceEvent {
  const common = { at: Date.now(), channel: 'email' } as const
  if (outcome.outcome === 'accepted') {
    const type = kind === 'invoice' ? 'sent' : 'receipt_sent'
    return { ...common, type, key: `${type}:email`, cause: { by: 'duewell' }, messageId: id }
  }
  const type = kind === 'invoice' ? 'delivery_failed' : 'receipt_failed'
  return { ...common, type, key: `${type}:email`, cause: { by: 'mail_provider' }, reason: outcome.reason }
}

async function findOutcome(
  em: EntityManager,
  invoiceId: string,
  kind: OwedMessage,
): Promise<InvoiceEvent | undefined> {
  const types = kind === 'invoice' ? ['sent', 'delivery_failed'] : ['receipt_sent', 'receipt_failed']
  return (await loadEvents(em.fork(), invoiceId)).find((event) => types.includes(event.type))
}

async function compose({ em, publicUrl, linkKeys }: MessageDeps, message: MessageRow): Promise<Letter> {
  const { document, linkId } = await loadDocument(em, message.invoiceId)
  const payUrl = `${publicUrl}/pay/${signLinkToken(linkId, linkKeys)}`
  const words = message.kind === 'invoice' ? invoiceEmail(document, payUrl) : receiptEmail(document, payUrl)
  return {
    messageId: message.id,
    fromName: document.merchant.name,
    replyTo: document.merchant.email,
    to: document.customer,
    ...words,
    attachment: await attachmentOf(document, message.kind),
  }
}

async function attachmentOf(document: InvoiceDocument, kind: OwedMessage): Promise<Letter['attachment']> {
  const bytes = kind === 'invoice' ? await renderInvoicePdf(document) : await renderReceiptPdf(document)
  const name = `${kind}-${document.number.replace(/[^A-Za-z0-9._-]/g, '_')}.pdf`
  return { name, contentType: 'application/pdf', bytes }
}
