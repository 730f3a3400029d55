import {
  InvoiceRow,
  MerchantRow,
  type NotificationKind,
  NotificationRow,
  SuppressedAddressRow,
} from '../../db/entities/index.ts'
import { deterministicId } from '../../db/ids.ts'
import type { EntityManager } from '../../db/orm.ts'
import { type Channel, type DeliveryFailure, isPayable } from '../../domain/invoice/index.ts'
import { MessageNotTakenError, type SendOutcome } from '../../integrations/send-outcome.ts'
import { type MessageTransport, type CourierDeps, transportFor } from './channels.ts'
import type { MessageContext } from './compose-message.ts'

export interface DeliverDeps extends CourierDeps {
  /** How long a provider may take to list a message it accepted, in milliseconds. */
  indexDelayMs?: number
}

/** One message. The discriminator tells it from others of its kind; empty for the only one there can be. */
export interface MessageRequest {
  invoiceId: string
  kind: NotificationKind
  channel: Channel
  discriminator: string
  matter: MessageContext
  /** The payment that a receipt is for. */
  paymentId?: string
}

/** What became of it: taken by the provider, or not sent and why. */
export type SendResult =
  | { outcome: 'accepted'; messageId: string; parts?: number }
  | { outcome: 'refused'; messageId: string; reason: DeliveryFailure }

/** An earlier try may have been taken, and the provider does not list it yet. */
class SendOutcomeUnknownError extends Error {
  override name = 'OutcomeUnknownError'
}

/** Sends a message once, however often it is tried, and keeps what became of it. */
export async function deliver(deps: DeliverDeps, post: MessageRequest): Promise<SendResult> {
  const { em } = deps
  const message = await claimMessage(em, post)
  if (message.status !== 'pending') return outcomeOf(message)
  if (await isSuppressed(em, message)) {
    return settle(em, message, { outcome: 'refused', reason: 'inactive_recipient' })
  }
  const courier = await transportFor(deps, message, post.matter, post.paymentId)
  const earlier = message.attemptedAt ? await findEarlierSend(deps, courier, message.attemptedAt) : undefined
  return settle(em, message, earlier ?? (await sendUnlessSettled(em, courier, message)), courier.parts)
}

/** One row for each message, made before it is sent, so that its id is the same in every try. */
async function claimMessage(
  em: EntityManager,
  { invoiceId, kind, channel, discriminator }: MessageRequest,
): Promise<NotificationRow> {
  const invoice = await em.fork().findOneOrFail(InvoiceRow, { id: invoiceId })
  const id =
    discriminator === ''
      ? `msg_${kind}_${channel}_${invoiceId}`
      : deterministicId('msg', `${invoiceId} ${kind} ${channel} ${discriminator}`)
  await em.fork().execute(
    `insert into notification (id, invoice_id, kind, channel, discriminator, recipient, status)
     values (?, ?, ?, ?, ?, ?, 'pending') on conflict (invoice_id, kind, channel, discriminator) do nothing`,
    [id, invoiceId, kind, channel, discriminator, await recipientOf(em, invoice, kind, channel)],
  )
  return em.fork().findOneOrFail(NotificationRow, { invoiceId, kind, channel, discriminator })
}

async function recipientOf(
  em: EntityManager,
  { merchantId, customerEmail, customerPhone }: InvoiceRow,
  kind: NotificationKind,
  channel: Channel,
): Promise<string> {
  if (kind === 'notice') return (await em.fork().findOneOrFail(MerchantRow, { id: merchantId })).email
  return channel === 'email' ? customerEmail : (customerPhone ?? '')
}

/** An address from which something came back for good gets nothing more, whatever it is about. */
async function isSuppressed(em: EntityManager, message: NotificationRow): Promise<boolean> {
  if (message.kind === 'notice') return false
  const { merchantId, mode } = await em.fork().findOneOrFail(InvoiceRow, { id: message.invoiceId })
  const address = message.recipient.toLowerCase()
  const { channel } = message
  return (await em.fork().count(SuppressedAddressRow, { merchantId, mode, channel, address })) > 0
}

/** An earlier try did not learn whether it was taken. The provider knows, once its list is up to date. */
async function findEarlierSend(
  { indexDelayMs = 30_000 }: DeliverDeps,
  courier: MessageTransport,
  attemptedAt: Date,
): Promise<SendOutcome | undefined> {
  const providerMessageId = await courier.find()
  if (providerMessageId) return { outcome: 'accepted', providerMessageId }
  if (Date.now() - attemptedAt.getTime() < indexDelayMs) {
    throw new SendOutcomeUnknownError('not known yet whether the earlier try was taken; looking again')
  }
  return undefined
}

/** A provider that was away for long must not ask for money that has come meanwhile. */
async function sendUnlessSettled(
  em: EntityManager,
  courier: MessageTransport,
  message: NotificationRow,
): Promise<SendOutcome> {
  const { id, kind, invoiceId } = message
  const { status } = await em.fork().findOneOrFail(InvoiceRow, { id: invoiceId })
  if ((kind === 'invoice' || kind === 'reminder') && !isPayable(status)) {
    return { outcome: 'refused', reason: status === 'void' ? 'voided' : 'already_paid' }
  }
  const attemptedAt = new Date()
  // Two tries can overlap when one was thought dead: only the one that still finds what it read may send.
  const claimed = await em
    .fork()
    .nativeUpdate(
      NotificationRow,
      { id, attemptedAt: message.attemptedAt ?? null, status: 'pending' },
      { attemptedAt },
    )
  if (claimed !== 1) throw new SendOutcomeUnknownError('another try is sending it')
  try {
    return await courier.send()
  } catch (error) {
    if (error instanceof MessageNotTakenError) {
      await em.fork().nativeUpdate(NotificationRow, { id, attemptedAt }, { attemptedAt: null })
    }
    throw error
  }
}

async function settle(
  em: EntityManager,
  { id }: NotificationRow,
  outcome: SendOutcome,
  parts?: number,
): Promise<SendResult> {
  const facts =
    outcome.outcome === 'accepted'
      ? { status: 'sent' as const, providerMessageId: outcome.providerMessageId, parts: parts ?? null }
      : { status: 'failed' as const, failure: outcome.reason }
  await em
    .fork()
    .nativeUpdate(NotificationRow, { id, status: 'pending' }, { ...facts, updatedAt: new Date() })
  return outcomeOf(await em.fork().findOneOrFail(NotificationRow, { id }))
}

function outcomeOf(message: NotificationRow): SendResult {
  const { id, status, parts } = message
  if (status === 'sent') return { outcome: 'accepted', messageId: id, ...(parts ? { parts } : {}) }
  return { outcome: 'refused', messageId: id, reason: failureOf(message) }
}

/** Why a message that failed did not arrive. What was superseded is nobody's failure, and nobody asks. */
export function failureOf({ failure }: NotificationRow): DeliveryFailure {
  return failure === null || failure === undefined || failure === 'superseded' ? 'undeliverable' : failure
}
