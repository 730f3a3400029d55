import type { NotificationFailure, NotificationKind } from '../../db/entities/index.ts'
import type { LoadedDocument } from '../../db/invoices/document.ts'
import {
  claimNotifications,
  type NewNotification,
  type Notification,
} from '../../db/notifications/notification-store.ts'
import {
  type Channel,
  type DeliveryFailure,
  type InvoiceStatus,
  isPayable,
} from '../../domain/invoice/index.ts'
import { type ComposedMessage, composeMessage, type NotificationDeps } from './channels.ts'
import type { MessageContext } from './compose-message.ts'
import { sendOnce } from './send-once.ts'

export interface MessageRequest {
  invoiceId: string
  loaded: LoadedDocument
  kind: NotificationKind
  channel: Channel
  discriminator: string
  context: MessageContext
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
  const { invoiceId, loaded, kind, channel, discriminator, context } = request
  const settled = await sendNotification(
    deps,
    { invoiceId, kind, channel, discriminator, recipient: recipientOf(request) },
    {
      compose: (notification) => composeMessage(deps, notification, loaded, context),
      unwantedReason: (status) => unwantedReason(kind, status),
    },
  )
  return resultOf(settled)
}

function unwantedReason(
  kind: NotificationKind,
  status: InvoiceStatus | null,
): 'already_paid' | 'voided' | undefined {
  if (status === null) return undefined
  if (kind === 'void_notice') return status === 'void' ? undefined : 'already_paid'
  return kind === 'invoice' || kind === 'reminder' ? unpayableReason(status) : undefined
}

export interface MessageSource {
  compose(notification: Notification): Promise<ComposedMessage>
  /** @param status the status of the invoice immediately before the send */
  unwantedReason?(status: InvoiceStatus | null): NotificationFailure | undefined
}

export async function sendNotification(
  { em, indexDelayMs }: Pick<NotificationDeps, 'em' | 'indexDelayMs'>,
  notification: NewNotification,
  source: MessageSource,
): Promise<Notification> {
  let composed: Promise<ComposedMessage> | undefined
  const composeOnce = (row: Notification) => (composed ??= source.compose(row))
  const claimed = await claimNotifications(em, [notification])
  const [settled] = await sendOnce<{ id: string; message: ComposedMessage }>(
    em,
    claimed,
    {
      find: async (rows) => mapEach(rows, async (row) => (await composeOnce(row)).find()),
      compose: async (rows) =>
        mapEach(rows, async (row) => ({ id: row.id, message: await composeOnce(row) })),
      findUnwanted: async (rows, statuses) =>
        mapEach(rows, async ({ id }) => source.unwantedReason?.(statuses.get(id) ?? null)),
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

function recipientOf({ loaded, kind, channel }: MessageRequest): string {
  const { merchant, customer } = loaded.document
  if (kind === 'notice') return merchant.email
  return channel === 'email' ? customer.email : (customer.phone ?? '')
}

export function unpayableReason(status: InvoiceStatus): 'already_paid' | 'voided' | undefined {
  if (isPayable(status)) return undefined
  return status === 'void' ? 'voided' : 'already_paid'
}

export function resultOf(notification: Notification): SendResult {
  const { id, status, segments } = notification
  if (status === 'sent') return { outcome: 'accepted', messageId: id, ...(segments ? { segments } : {}) }
  return { outcome: 'refused', messageId: id, reason: failureOf(notification) }
}

function failureOf({ failure }: Notification): DeliveryFailure {
  return failure === null || failure === undefined || failure === 'superseded' ? 'undeliverable' : failure
}
