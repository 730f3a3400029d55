import { InvoiceRow, type NotificationFailure } from '../../db/entities/index.ts'
import {
  type ClaimedNotification,
  clearAttempt,
  type InvoiceAtAttempt,
  markAttempted,
  type Notification,
  finishNotifications,
  type FinishedNotification,
} from '../../db/notifications/notification-store.ts'
import { suppressAddress } from '../../db/notifications/suppressed-addresses.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { DeliveryFailure } from '../../domain/invoice/index.ts'
import { findNotSentInTestMode, type TestMail } from './may-send.ts'
import {
  MessageNotMadeError,
  MessageNotTakenError,
  type SendOutcome,
  SendOutcomeUnknownError,
} from '../../integrations/send-outcome.ts'

export interface AcceptedMessage {
  providerMessageId: string
  segments?: number
}

/** `not_taken` must mean that the provider did not accept the message. */
export type MessageOutcome =
  | ({ outcome: 'accepted' } & AcceptedMessage)
  | Exclude<SendOutcome, { outcome: 'accepted' }>
  | { outcome: 'not_taken' }

interface ComposedMessages<Message> {
  messages: ReadonlyMap<string, Message>
  /** A notification without a message has a reason. */
  error?: unknown
}

export interface Transport<Message> {
  find(notifications: readonly Notification[]): Promise<ReadonlyMap<string, AcceptedMessage>>
  compose(notifications: readonly Notification[]): Promise<ComposedMessages<Message>>
  findUnwanted(
    notifications: readonly Notification[],
    invoices: ReadonlyMap<string, InvoiceAtAttempt | null>,
  ): Promise<ReadonlyMap<string, NotificationFailure>>
  /** @throws MessageNotTakenError when the provider certainly accepted no message */
  send(messages: readonly Message[]): Promise<ReadonlyMap<string, MessageOutcome>>
  /** `find` recognises text messages by these hashes. */
  textHashes?(messages: ReadonlyMap<string, Message>): ReadonlyMap<string, string>
}

export interface SendOptions {
  testMail: TestMail
  /** Milliseconds that the provider may take to list an accepted message. */
  indexDelayMs?: number | undefined
}

/**
 * The notifications must be of one merchant and mode.
 *
 * @throws ApplicationFailure while the merchant is suspended
 * @throws SendOutcomeUnknownError when an earlier or concurrent attempt may have sent a message
 */
export async function sendOnce<Message>(
  em: EntityManager,
  claimed: readonly ClaimedNotification[],
  transport: Transport<Message>,
  { testMail, indexDelayMs = 30_000 }: SendOptions,
): Promise<Notification[]> {
  const isPending = ({ notification }: ClaimedNotification) => notification.status === 'pending'
  const earlier = claimed.filter((each) => !isPending(each)).map(({ notification }) => notification)
  const pending = claimed.filter(isPending)
  const suppressed = await finishSuppressed(em, pending)
  const allowed = pending.filter(({ isSuppressed }) => !isSuppressed).map(({ notification }) => notification)
  const { found, unsent } = await finishEarlierSends(em, allowed, transport, indexDelayMs)
  await readdress(em, pending, unsent)
  const unsentIds = new Set(unsent.map(({ id }) => id))
  const toSend = pending.filter(({ notification }) => unsentIds.has(notification.id))
  const notSent = await findNotSentInTestMode(em, toSend, testMail)
  const kept = await finishNotifications(
    em,
    [...notSent].map((id) => ({ id, status: 'failed', failure: 'not_sent_in_test_mode' })),
  )
  const wanted = unsent.filter(({ id }) => !notSent.has(id))
  const sent = wanted.length > 0 ? await send(em, wanted, transport) : []
  return [...earlier, ...suppressed, ...found, ...kept, ...sent]
}

async function finishSuppressed(
  em: EntityManager,
  pending: readonly ClaimedNotification[],
): Promise<Notification[]> {
  const suppressed = pending.filter(({ isSuppressed }) => isSuppressed)
  return finishNotifications(
    em,
    suppressed.map(({ notification: { id } }) => ({ id, status: 'failed', failure: 'inactive_recipient' })),
  )
}

async function finishEarlierSends(
  em: EntityManager,
  pending: readonly Notification[],
  transport: Transport<unknown>,
  indexDelayMs: number,
): Promise<{ found: Notification[]; unsent: Notification[] }> {
  const attempted = pending.filter(({ attemptedAt }) => attemptedAt)
  if (attempted.length === 0) return { found: [], unsent: [...pending] }
  const listed = await transport.find(attempted)
  const found = await finishNotifications(
    em,
    attempted.flatMap(({ id }) => {
      const message = listed.get(id)
      return message ? [{ id, status: 'sent', ...message }] : []
    }),
  )
  const listedUntil = Date.now() - indexDelayMs
  const mayBeListedLater = attempted.some(
    ({ id, attemptedAt }) => !listed.has(id) && attemptedAt && attemptedAt.getTime() > listedUntil,
  )
  if (mayBeListedLater) {
    throw new SendOutcomeUnknownError('the provider may not list the earlier send attempt yet')
  }
  return { found, unsent: pending.filter(({ id }) => !listed.has(id)) }
}

/** The next claim takes the corrected address, because no attempt is left. */
async function readdress(
  em: EntityManager,
  pending: readonly ClaimedNotification[],
  unsent: readonly Notification[],
): Promise<void> {
  const misaddressed = new Set(
    pending.filter(({ isMisaddressed }) => isMisaddressed).map(({ notification }) => notification.id),
  )
  const old = unsent.filter(({ id }) => misaddressed.has(id))
  if (old.length === 0) return
  for (const { id, attemptedAt } of old) if (attemptedAt) await clearAttempt(em, [id], attemptedAt)
  throw new MessageNotTakenError(`${old.length} messages have a corrected address`)
}

async function send<Message>(
  em: EntityManager,
  unsent: readonly Notification[],
  transport: Transport<Message>,
): Promise<Notification[]> {
  const { messages, error } = await transport.compose(unsent)
  const made = unsent.filter(({ id }) => messages.has(id))
  const sent = made.length > 0 ? await sendMade(em, made, messages, transport) : []
  const unmade = unsent.length - made.length
  if (unmade === 0) return sent
  throw new MessageNotMadeError(`${unmade} of ${unsent.length} messages could not be made`, { cause: error })
}

async function sendMade<Message>(
  em: EntityManager,
  unsent: readonly Notification[],
  messages: ReadonlyMap<string, Message>,
  transport: Transport<Message>,
): Promise<Notification[]> {
  const attemptedAt = new Date()
  const textHashes = transport.textHashes?.(messages) ?? new Map<string, string>()
  const invoices = await markAttempted(em, unsent, attemptedAt, textHashes)
  if (invoices.size < unsent.length) throw new SendOutcomeUnknownError('another attempt is sending')
  const unwanted = await transport.findUnwanted(unsent, invoices)
  const refused = await finishNotifications(
    em,
    [...unwanted].map(([id, failure]) => ({ id, status: 'failed', failure })),
  )
  const wanted = unsent.filter(({ id }) => !unwanted.has(id))
  if (wanted.length === 0) return refused
  const ids = wanted.map(({ id }) => id)
  const outcomes = await transport
    .send(ids.flatMap((id) => messages.get(id) ?? []))
    .catch(async (error: unknown) => {
      if (error instanceof MessageNotTakenError) await clearAttempt(em, ids, attemptedAt)
      throw error
    })
  const finished = await finishNotifications(em, [...outcomes].flatMap(toFinished))
  await suppressRefused(em, wanted, outcomes)
  const notTaken = ids.filter((id) => outcomes.get(id)?.outcome === 'not_taken')
  if (notTaken.length === 0) return [...refused, ...finished]
  await clearAttempt(em, notTaken, attemptedAt)
  throw new MessageNotTakenError(`the provider did not take ${notTaken.length} of ${ids.length} messages`)
}

async function suppressRefused(
  em: EntityManager,
  sent: readonly Notification[],
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

function toFinished([id, outcome]: [string, MessageOutcome]): FinishedNotification[] {
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
