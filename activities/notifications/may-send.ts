import type { ClaimedNotification, Notification } from '../../db/notifications/notification-store.ts'
import { findOwnAddresses, useTestMails } from '../../db/trust/test-mails.ts'
import type { EntityManager } from '../../db/orm.ts'
import { merchantBlocked } from '../merchant-blocked.ts'

/** `perDay` counts e-mails of one merchant. */
export type TestMail = 'everybody' | { perDay: number }

/**
 * Returns the ids of messages that test mode does not send.
 *
 * @throws ApplicationFailure while the merchant of a message to a customer is suspended
 */
export async function findNotSentInTestMode(
  em: EntityManager,
  claimed: readonly ClaimedNotification[],
  testMail: TestMail,
): Promise<Set<string>> {
  const [first] = claimed
  const isToCustomer = claimed.some(({ notification }) => notification.kind !== 'notice')
  if (!first?.sender) return new Set()
  const { merchantId, mode, isSuspended } = first.sender
  if (isSuspended && isToCustomer) throw merchantBlocked('merchant_suspended')
  if (mode === 'live' || testMail === 'everybody') return new Set()
  const messages = claimed.map(({ notification }) => notification)
  const own = await findOwnAddresses(
    em,
    merchantId,
    messages.map(({ recipient }) => recipient),
  )
  const allowed = messages.filter(
    ({ channel, recipient }: Notification) => channel === 'email' && own.has(recipient.toLowerCase()),
  )
  const ids = allowed.map(({ id }) => id)
  const hasRoom = ids.length > 0 && (await useTestMails(em, merchantId, ids, testMail.perDay))
  const sent = new Set(hasRoom ? ids : [])
  return new Set(messages.flatMap(({ id }) => (sent.has(id) ? [] : [id])))
}
