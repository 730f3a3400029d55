import {
  InvoiceRow,
  MerchantRow,
  type NotificationFailure,
  type NotificationKind,
  type NotificationRow,
} from '../../db/entities/index.ts'
import { claimNotifications, type NewNotification } from '../../db/notifications/notification-store.ts'
import type { EntityManager } from '../../db/orm.ts'
import {
  type Channel,
  type DeliveryFailure,
  type InvoiceStatus,
  isPayable,
  isUnneeded,
  type UnneededReason,
} from '../../domain/invoice/index.ts'
import { type ComposedMessage, composeMessage, type NotificationDeps } from './channels.ts'
import type { MessageContext } from './compose-message.ts'
import { sendOnce } from './send-once.ts'

/** The request for a message. The discriminator is empty for the only message of a kind. */
export interface MessageRequest<Kind extends NotificationKind> {
  invoiceId: string
  kind: Kind
  channel: Channel
  discriminator: string
  context: MessageContext
  paymentId?: string
}

export type SendResult =
  | { outcome: 'accepted'; messageId: string; segments?: number }
  | { outcome: 'refused'; messageId: string; reason: DeliveryFailure }

/** The message was not sent, because nothing was due. */
export type UnneededMessage = { outcome: 'not_needed'; messageId: string; reason: UnneededReason }

/** The kinds of messages that a paid or void invoice does not need. */
type NeededByStatus = 'invoice' | 'reminder' | 'void_notice'

/**
 * Sends one message about an invoice once, even if several attempts run.
 *
 * @throws SendOutcomeUnknownError, MessageNotTakenError when a later attempt has to decide
 */
export async function sendMessage(
  deps: NotificationDeps,
  request: MessageRequest<Exclude<NotificationKind, NeededByStatus>>,
): Promise<SendResult> {
  const result = resultOf(await settle(deps, request, async () => undefined))
  return result.outcome === 'not_needed' ? { ...result, outcome: 'refused', reason: 'undeliverable' } : result
}

/** Sends a message like {@link sendMessage}, unless the invoice's status makes the message superfluous. */
export async function sendIfNeeded(
  deps: NotificationDeps,
  request: MessageRequest<NeededByStatus>,
): Promise<SendResult | UnneededMessage> {
  const { invoiceId, kind } = request
  const settled = await settle(deps, request, async () => {
    // The payment may have arrived after the activity loaded the invoice.
    const { status } = await deps.em.findOneOrFail(InvoiceRow, { id: invoiceId }, { refresh: true })
    if (kind === 'void_notice') return status === 'void' ? undefined : 'already_paid'
    return unpayableReason(status)
  })
  return resultOf(settled)
}

async function settle(
  deps: NotificationDeps,
  request: MessageRequest<NotificationKind>,
  findUnwanted: MessageSource['findUnwanted'],
): Promise<NotificationRow> {
  const { invoiceId, kind, channel, discriminator, context, paymentId } = request
  const recipient = await recipientOf(deps.em, request)
  return sendNotification(
    deps,
    { invoiceId, kind, channel, discriminator, recipient },
    {
      compose: (notification) => composeMessage(deps, notification, invoiceId, context, paymentId),
      findUnwanted,
    },
  )
}

export interface MessageSource {
  compose(notification: NotificationRow): Promise<ComposedMessage>
  /** Reads the reason against the message, immediately before the send. */
  findUnwanted(): Promise<NotificationFailure | undefined>
}

/** @returns the settled row */
export async function sendNotification(
  { em, indexDelayMs }: NotificationDeps,
  notification: NewNotification,
  source: MessageSource,
): Promise<NotificationRow> {
  let composed: Promise<ComposedMessage> | undefined
  const composeOnce = (row: NotificationRow) => (composed ??= source.compose(row))
  const claimed = await claimNotifications(em, [notification])
  const [settled] = await sendOnce<{ id: string; message: ComposedMessage }>(
    em,
    claimed,
    {
      find: async (rows) => mapEach(rows, async (row) => (await composeOnce(row)).find()),
      compose: async (rows) =>
        mapEach(rows, async (row) => ({ id: row.id, message: await composeOnce(row) })),
      findUnwanted: async (rows) => mapEach(rows, () => source.findUnwanted()),
      send: async (messages) => mapEach(messages, ({ message }) => message.send()),
    },
    indexDelayMs,
  )
  if (!settled) throw new RangeError('notification was not claimed')
  return settled
}

async function mapEach<Item extends { id: string }, Value>(
  items: readonly Item[],
  read: (item: Item) => Promise<Value | undefined>,
): Promise<Map<string, Value>> {
  const values = new Map<string, Value>()
  for (const item of items) {
    const value = await read(item)
    if (value !== undefined) values.set(item.id, value)
  }
  return values
}

async function recipientOf(
  em: EntityManager,
  { invoiceId, kind, channel }: MessageRequest<NotificationKind>,
): Promise<string> {
  const { merchantId, customerEmail, customerPhone } = await em.findOneOrFail(InvoiceRow, { id: invoiceId })
  if (kind === 'notice') return (await em.findOneOrFail(MerchantRow, { id: merchantId })).email
  return channel === 'email' ? customerEmail : (customerPhone ?? '')
}

export function unpayableReason(status: InvoiceStatus): UnneededReason | undefined {
  if (isPayable(status)) return undefined
  return status === 'void' ? 'voided' : 'already_paid'
}

export function resultOf({
  id: messageId,
  status,
  segments,
  failure,
}: NotificationRow): SendResult | UnneededMessage {
  if (status === 'sent') return { outcome: 'accepted', messageId, ...(segments ? { segments } : {}) }
  const reason = failure && failure !== 'superseded' ? failure : 'undeliverable'
  return isUnneeded(reason)
    ? { outcome: 'not_needed', messageId, reason }
    : { outcome: 'refused', messageId, reason }
}
