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
} from '../../domain/invoice/index.ts'
import { type ComposedMessage, composeMessage, type NotificationDeps } from './channels.ts'
import type { MessageContext } from './compose-message.ts'
import { sendOnce } from './send-once.ts'

/** The discriminator is empty for the only message of a kind. */
export interface MessageRequest {
  invoiceId: string
  kind: NotificationKind
  channel: Channel
  discriminator: string
  context: MessageContext
  paymentId?: string
}

export type SendResult =
  | { outcome: 'accepted'; messageId: string; segments?: number }
  | { outcome: 'refused'; messageId: string; reason: DeliveryFailure }

/**
 * Sends one message about an invoice once, even if several attempts run.
 *
 * @throws SendOutcomeUnknownError, MessageNotTakenError when a later attempt has to decide
 */
export async function sendMessage(deps: NotificationDeps, request: MessageRequest): Promise<SendResult> {
  const { em } = deps
  const { invoiceId, kind, channel, discriminator, context, paymentId } = request
  const recipient = await recipientOf(em, request)
  const settled = await sendNotification(
    deps,
    { invoiceId, kind, channel, discriminator, recipient },
    {
      compose: (notification) => composeMessage(deps, notification, invoiceId, context, paymentId),
      findUnwanted: async () => {
        if (kind !== 'invoice' && kind !== 'reminder' && kind !== 'void_notice') return undefined
        // The payment may have arrived after the activity loaded the invoice.
        const { status } = await em.findOneOrFail(InvoiceRow, { id: invoiceId }, { refresh: true })
        if (kind === 'void_notice') return status === 'void' ? undefined : 'already_paid'
        return unpayableReason(status)
      },
    },
  )
  return resultOf(settled)
}

export interface MessageSource {
  compose(notification: NotificationRow): Promise<ComposedMessage>
  /** Runs immediately before the send, because the invoice may have changed. */
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

async function recipientOf(em: EntityManager, { invoiceId, kind, channel }: MessageRequest): Promise<string> {
  const { merchantId, customerEmail, customerPhone } = await em.findOneOrFail(InvoiceRow, { id: invoiceId })
  if (kind === 'notice') return (await em.findOneOrFail(MerchantRow, { id: merchantId })).email
  return channel === 'email' ? customerEmail : (customerPhone ?? '')
}

export function unpayableReason(status: InvoiceStatus): 'already_paid' | 'voided' | undefined {
  if (isPayable(status)) return undefined
  return status === 'void' ? 'voided' : 'already_paid'
}

export function resultOf(notification: NotificationRow): SendResult {
  const { id, status, segments } = notification
  if (status === 'sent') return { outcome: 'accepted', messageId: id, ...(segments ? { segments } : {}) }
  return { outcome: 'refused', messageId: id, reason: failureOf(notification) }
}

function failureOf({ failure }: NotificationRow): DeliveryFailure {
  return failure === null || failure === undefined || failure === 'superseded' ? 'undeliverable' : failure
}
