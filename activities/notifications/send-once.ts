import type { NotificationFailure, NotificationRow } from '../../db/entities/index.ts'
import {
  clearAttempt,
  findSuppressed,
  markAttempted,
  readNotifications,
  settleNotifications,
  type SettledNotification,
} from '../../db/notifications/notification-store.ts'
import type { EntityManager } from '../../db/orm.ts'
import { MessageNotTakenError, type SendOutcome } from '../../integrations/send-outcome.ts'

/** An earlier attempt may have reached the provider, which does not list the message yet. */
class SendOutcomeUnknownError extends Error {
  override name = 'SendOutcomeUnknownError'
}

export interface AcceptedMessage {
  providerMessageId: string
  /** Number of segments that a text message is charged as. */
  segments?: number
}

/** `not_taken`: neither accepted nor refused permanently, so it may be sent again. */
export type MessageOutcome =
  | ({ outcome: 'accepted' } & AcceptedMessage)
  | Exclude<SendOutcome, { outcome: 'accepted' }>
  | { outcome: 'not_taken' }

/** Composes and sends a set of notifications. Each map has notification ids as keys. */
export interface Transport<Message> {
  /**
   * Looks notifications up at the provider.
   *
   * @returns the messages that the provider has
   */
  find(notifications: readonly NotificationRow[]): Promise<ReadonlyMap<string, AcceptedMessage>>
  compose(notifications: readonly NotificationRow[]): Promise<ReadonlyMap<string, Message>>
  /** Reads, immediately before sending, which notifications must not be sent. @returns the reasons */
  findUnwanted(notifications: readonly NotificationRow[]): Promise<ReadonlyMap<string, NotificationFailure>>
  /**
   * @throws MessageNotTakenError when the provider certainly took none
   * @throws any other error when that is unknown
   */
  send(messages: readonly Message[]): Promise<ReadonlyMap<string, MessageOutcome>>
}

/**
 * Sends each claimed notification once, in however many attempts, and stores its outcome.
 *
 * @param indexDelayMs time that the provider may take to list an accepted message, in milliseconds
 * @returns the settled rows
 * @throws SendOutcomeUnknownError when a retry has to wait for an earlier or concurrent attempt
 * @throws MessageNotTakenError when some were not taken: a retry sends them
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
 * Settles notifications that an earlier attempt sent without receiving the response.
 *
 * @returns the notifications that were certainly not sent
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
  const notTaken = ids.filter((id) => outcomes.get(id)?.outcome === 'not_taken')
  if (notTaken.length === 0) return
  await clearAttempt(em, notTaken, attemptedAt)
  throw new MessageNotTakenError(`the provider did not take ${notTaken.length} of ${ids.length} messages`)
}

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
