import { InvoiceRow, type NotificationFailure, type NotificationRow } from '../../db/entities/index.ts'
import {
  clearAttempt,
  findSuppressed,
  markAttempted,
  readNotifications,
  settleNotifications,
  type SettledNotification,
} from '../../db/notifications/notification-store.ts'
import { suppressAddress } from '../../db/notifications/suppressed-addresses.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { DeliveryFailure } from '../../domain/invoice/index.ts'
import { MessageNotTakenError, type SendOutcome } from '../../integrations/send-outcome.ts'

/** Means that an earlier or concurrent attempt may have sent a message. */
class SendOutcomeUnknownError extends Error {
  override name = 'SendOutcomeUnknownError'
}

export interface AcceptedMessage {
  providerMessageId: string
  segments?: number
}

/** `not_taken` means that the provider has certainly not accepted the message. A retry may follow. */
export type MessageOutcome =
  | ({ outcome: 'accepted' } & AcceptedMessage)
  | Exclude<SendOutcome, { outcome: 'accepted' }>
  | { outcome: 'not_taken' }

/** Each map has the notifications' ids as keys. */
export interface Transport<Message> {
  find(notifications: readonly NotificationRow[]): Promise<ReadonlyMap<string, AcceptedMessage>>
  compose(notifications: readonly NotificationRow[]): Promise<ReadonlyMap<string, Message>>
  /** Runs immediately before the send, because an invoice may have changed. */
  findUnwanted(notifications: readonly NotificationRow[]): Promise<ReadonlyMap<string, NotificationFailure>>
  /**
   * @throws MessageNotTakenError when the provider certainly took none
   * @throws any other error when the outcome is unknown
   */
  send(messages: readonly Message[]): Promise<ReadonlyMap<string, MessageOutcome>>
}

/**
 * Sends each claimed notification once, even if several attempts run, and stores the outcome.
 *
 * @param indexDelayMs milliseconds that the provider may take to list an accepted message
 * @returns the settled rows
 * @throws SendOutcomeUnknownError when a retry has to wait for an earlier or concurrent attempt
 * @throws MessageNotTakenError when some messages were not taken, which a retry sends
 */
export async function sendOnce<Message>(
  em: EntityManager,
  claimed: readonly NotificationRow[],
  transport: Transport<Message>,
  indexDelayMs = 30_000,
): Promise<NotificationRow[]> {
  const pending = claimed.filter(({ status }) => status === 'pending')
  if (pending.length === 0) return [...claimed]
  const allowed = await settleSuppressed(em, pending)
  const unsent = await settleEarlierSends(em, allowed, transport, indexDelayMs)
  if (unsent.length > 0) await send(em, unsent, transport)
  return readNotifications(
    em,
    claimed.map(({ id }) => id),
  )
}

async function settleSuppressed(
  em: EntityManager,
  pending: readonly NotificationRow[],
): Promise<NotificationRow[]> {
  const suppressed = await findSuppressed(
    em,
    pending.map(({ id }) => id),
  )
  await settleNotifications(
    em,
    [...suppressed].map((id) => ({ id, status: 'failed', failure: 'inactive_recipient' })),
  )
  return pending.filter(({ id }) => !suppressed.has(id))
}

/**
 * Settles messages that an earlier attempt sent without a response.
 *
 * @returns the messages that were certainly not sent
 */
async function settleEarlierSends(
  em: EntityManager,
  pending: readonly NotificationRow[],
  transport: Transport<unknown>,
  indexDelayMs: number,
): Promise<NotificationRow[]> {
  const attempted = pending.filter(({ attemptedAt }) => attemptedAt)
  if (attempted.length === 0) return [...pending]
  const found = await transport.find(attempted)
  await settleNotifications(
    em,
    attempted.flatMap(({ id }) => {
      const message = found.get(id)
      return message ? [{ id, status: 'sent', ...message }] : []
    }),
  )
  const listedUntil = Date.now() - indexDelayMs
  const mayBeListedLater = attempted.some(
    ({ id, attemptedAt }) => !found.has(id) && attemptedAt && attemptedAt.getTime() > listedUntil,
  )
  if (mayBeListedLater) {
    throw new SendOutcomeUnknownError('the provider may not list the earlier send attempt yet')
  }
  return pending.filter(({ id }) => !found.has(id))
}

async function send<Message>(
  em: EntityManager,
  unsent: readonly NotificationRow[],
  transport: Transport<Message>,
): Promise<void> {
  const messages = await transport.compose(unsent)
  const unwanted = await transport.findUnwanted(unsent)
  await settleNotifications(
    em,
    [...unwanted].map(([id, failure]) => ({ id, status: 'failed', failure })),
  )
  const wanted = unsent.filter(({ id }) => !unwanted.has(id))
  if (wanted.length === 0) return
  const ids = wanted.map(({ id }) => id)
  const attemptedAt = new Date()
  const marked = await markAttempted(em, wanted, attemptedAt)
  if (marked.size < wanted.length) throw new SendOutcomeUnknownError('another attempt is sending')
  const outcomes = await transport.send(messagesOf(ids, messages)).catch(async (error: unknown) => {
    if (error instanceof MessageNotTakenError) await clearAttempt(em, ids, attemptedAt)
    throw error
  })
  await settleNotifications(em, [...outcomes].flatMap(toSettled))
  await suppressRefused(em, wanted, outcomes)
  const notTaken = ids.filter((id) => outcomes.get(id)?.outcome === 'not_taken')
  if (notTaken.length === 0) return
  await clearAttempt(em, notTaken, attemptedAt)
  throw new MessageNotTakenError(`the provider did not take ${notTaken.length} of ${ids.length} messages`)
}

/** Records addresses that the provider has suppressed. The merchant can then reopen such an address. */
async function suppressRefused(
  em: EntityManager,
  sent: readonly NotificationRow[],
  outcomes: ReadonlyMap<string, MessageOutcome>,
): Promise<void> {
  for (const { id, kind, channel, invoiceId, recipient } of sent) {
    const outcome = outcomes.get(id)
    if (outcome?.outcome !== 'refused' || !SUPPRESSED_AT_PROVIDER.has(outcome.reason)) continue
    if (kind === 'notice' || !invoiceId) continue
    const { merchantId, mode } = await em.findOneOrFail(InvoiceRow, { id: invoiceId })
    await suppressAddress(em, { merchantId, mode, channel, address: recipient }, outcome.reason)
  }
}

const SUPPRESSED_AT_PROVIDER: ReadonlySet<DeliveryFailure> = new Set<DeliveryFailure>([
  'inactive_recipient',
  'opted_out',
])

/** @throws RangeError when a message was not composed */
function messagesOf<Message>(ids: readonly string[], messages: ReadonlyMap<string, Message>): Message[] {
  return ids.map((id) => {
    const message = messages.get(id)
    if (message === undefined) throw new RangeError(`message ${id} was not composed`)
    return message
  })
}

function toSettled([id, outcome]: [string, MessageOutcome]): SettledNotification[] {
  switch (outcome.outcome) {
    case 'accepted': {
      const { outcome: _, ...message } = outcome
      return [{ id, status: 'sent', ...message }]
    }
    case 'refused':
      return [{ id, status: 'failed', failure: outcome.reason }]
    case 'not_taken':
      return []
  }
}
