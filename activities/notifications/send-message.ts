import type { NotificationFailure, NotificationKind } from '../../db/entities/index.ts'
import type { LoadedDocument } from '../../db/invoices/document.ts'
import { loadStates } from '../../db/invoices/event-store.ts'
import type { EntityManager } from '../../db/orm.ts'
import { deliveryOf } from '../../db/notifications/record-delivered.ts'
import {
  claimNotifications,
  type InvoiceAtAttempt,
  type NewNotification,
  type Notification,
} from '../../db/notifications/notification-store.ts'
import {
  type Channel,
  type DeliveryFailure,
  type InvoiceState,
  type InvoiceStatus,
  isPayable,
  isUnneeded,
  reminderBlocker,
  type UnneededReason,
} from '../../domain/invoice/index.ts'
import { type ComposedMessage, composeMessage, type NotificationDeps } from './channels.ts'
import type { MessageContext } from './compose-message.ts'
import { sendOnce } from './send-once.ts'

export interface MessageRequest<Kind extends NotificationKind> {
  invoiceId: string
  loaded: LoadedDocument
  kind: Kind
  channel: Channel
  discriminator: string
  context: MessageContext
}

export type SendResult =
  | { outcome: 'accepted'; messageId: string; segments?: number }
  | { outcome: 'refused'; messageId: string; reason: DeliveryFailure }

export type UnneededMessage = { outcome: 'not_needed'; messageId: string; reason: UnneededReason }

/** A later delivery sends the invoice, or the log has changed what a reminder states. */
type SupersededMessage = { outcome: 'superseded' }

type DeliveryResult = SendResult | UnneededMessage | SupersededMessage

type NeededByStatus = 'invoice' | 'reminder' | 'void'

/** @throws SendOutcomeUnknownError when an attempt may have sent the message */
export async function sendMessage(
  deps: NotificationDeps,
  request: MessageRequest<Exclude<NotificationKind, NeededByStatus>>,
): Promise<SendResult> {
  const result = notSuperseded(resultOf(await finish(deps, request)))
  if (result.outcome !== 'not_needed') return result
  const reason = result.reason === 'not_sent_in_test_mode' ? result.reason : 'undeliverable'
  return { ...result, outcome: 'refused', reason }
}

export async function sendIfNeeded(
  deps: NotificationDeps,
  request: MessageRequest<'void'>,
): Promise<SendResult | UnneededMessage> {
  return notSuperseded(await sendUnlessUnwanted(deps, request))
}

export async function sendUnlessSuperseded(
  deps: NotificationDeps,
  request: MessageRequest<'invoice' | 'reminder'>,
): Promise<DeliveryResult> {
  return sendUnlessUnwanted(deps, request)
}

async function sendUnlessUnwanted(
  deps: NotificationDeps,
  request: MessageRequest<NeededByStatus>,
): Promise<DeliveryResult> {
  return resultOf(await finish(deps, request, (invoice) => unwantedReason(deps.em, request, invoice)))
}

function notSuperseded(result: DeliveryResult): SendResult | UnneededMessage {
  if (result.outcome === 'superseded') throw new RangeError('only an invoice or a reminder is superseded')
  return result
}

async function finish(
  deps: NotificationDeps,
  request: MessageRequest<NotificationKind>,
  unwanted?: MessageSource['unwantedReason'],
): Promise<Notification> {
  const { invoiceId, loaded, kind, channel, discriminator, context } = request
  return sendNotification(
    deps,
    { invoiceId, kind, channel, discriminator, recipient: recipientOf(request) },
    {
      compose: (notification) => composeMessage(deps, notification, loaded, context),
      ...(unwanted ? { unwantedReason: unwanted } : {}),
    },
  )
}

type NeededMessage = Pick<MessageRequest<NeededByStatus>, 'invoiceId' | 'kind' | 'discriminator' | 'loaded'>

/** Reads the log again if it has grown during the attempt. */
export async function unwantedReason(
  em: EntityManager,
  { invoiceId, kind, discriminator, loaded }: NeededMessage,
  invoice: InvoiceAtAttempt | null,
): Promise<NotificationFailure | undefined> {
  if (!invoice) return undefined
  const { status, lastSeq } = invoice
  if (kind === 'void') return status === 'void' ? undefined : 'already_paid'
  const hasGrown = lastSeq > loaded.events.length
  const present = async () =>
    (hasGrown ? (await loadStates(em, [invoiceId])).get(invoiceId) : undefined) ?? loaded.state
  if (kind === 'reminder') {
    return (
      unpayableReason(status) ??
      (isReminderCurrent(loaded.state, await present(), discriminator) ? undefined : 'superseded')
    )
  }
  // An invoice over 0.00 is paid at its issue.
  const isDue = status === 'paid' && loaded.document.totals.amount === 0
  const { delivery = 1 } = deliveryOf({ kind, discriminator })
  const unpayable = isDue ? undefined : unpayableReason(status)
  if (unpayable) return unpayable
  return supersededReason(await present(), delivery)
}

function isReminderCurrent(before: InvoiceState, present: InvoiceState, id: string): boolean {
  const reminder = present.reminders.find((one) => one.id === id)
  const planned = before.reminders.find((one) => one.id === id)
  if (reminder?.status !== 'planned' || reminder.at !== planned?.at) return false
  return reminderBlocker(present, reminder) === undefined
}

export function supersededReason(
  state: Pick<InvoiceState, 'delivery' | 'voidRequestedAt'>,
  delivery: number,
): 'voided' | 'superseded' | undefined {
  if (state.voidRequestedAt !== undefined) return 'voided'
  return state.delivery === delivery ? undefined : 'superseded'
}

export interface MessageSource {
  compose(notification: Notification): Promise<ComposedMessage>
  /** Is called after the attempt is marked, immediately before `send`. */
  unwantedReason?(invoice: InvoiceAtAttempt | null): Promise<NotificationFailure | undefined>
}

export async function sendNotification(
  { em, testMail, indexDelayMs }: Pick<NotificationDeps, 'em' | 'testMail' | 'indexDelayMs'>,
  notification: NewNotification,
  source: MessageSource,
): Promise<Notification> {
  let composed: Promise<ComposedMessage> | undefined
  const composeOnce = (row: Notification) => (composed ??= source.compose(row))
  const claimed = await claimNotifications(em, [notification])
  const [finished] = await sendOnce<{ id: string; message: ComposedMessage }>(
    em,
    claimed,
    {
      find: async (rows) => mapEach(rows, async (row) => (await composeOnce(row)).find()),
      compose: async (rows) => ({
        messages: await mapEach(rows, async (row) => ({ id: row.id, message: await composeOnce(row) })),
      }),
      findUnwanted: async (rows, invoices) =>
        mapEach(rows, async ({ id }) => source.unwantedReason?.(invoices.get(id) ?? null)),
      send: async (messages) => mapEach(messages, ({ message }) => message.send()),
      textHashes: (messages) =>
        new Map(
          [...messages].flatMap(([id, { message }]) => (message.textHash ? [[id, message.textHash]] : [])),
        ),
    },
    { testMail, indexDelayMs },
  )
  if (!finished) throw new RangeError('notification was not claimed')
  return finished
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

function recipientOf({ loaded, kind, channel }: MessageRequest<NotificationKind>): string {
  const { customer } = loaded.document
  if (kind === 'notice') return loaded.merchantEmail
  return channel === 'email' ? customer.email : (customer.phone ?? '')
}

export function unpayableReason(status: InvoiceStatus): UnneededReason | undefined {
  if (isPayable(status)) return undefined
  return status === 'void' ? 'voided' : 'already_paid'
}

export function resultOf({ id: messageId, status, segments, failure }: Notification): DeliveryResult {
  if (status === 'sent') return { outcome: 'accepted', messageId, ...(segments ? { segments } : {}) }
  if (failure === 'superseded') return { outcome: 'superseded' }
  const reason = failure ?? 'undeliverable'
  return isUnneeded(reason)
    ? { outcome: 'not_needed', messageId, reason }
    : { outcome: 'refused', messageId, reason }
}
