import type { Channel } from '../../domain/invoice/index.ts'
import { type NotificationFailure, type NotificationKind, NotificationRow } from '../entities/index.ts'
import { deterministicId } from '../ids.ts'
import type { EntityManager } from '../orm.ts'

// The statements follow the protocol of docs/decisions/0005-send-once.md.

type NotificationKey = ({ invoiceId: string } | { recurringId: string }) & {
  kind: NotificationKind
  channel: Channel
  /** Is empty for the only notification of a kind. */
  discriminator: string
}

export type NewNotification = NotificationKey & { recipient: string }

/** Each attempt has the same id at the provider. */
function notificationId({ kind, channel, discriminator, ...source }: NotificationKey): string {
  const sourceId = 'invoiceId' in source ? source.invoiceId : source.recurringId
  return discriminator === ''
    ? `msg_${kind}_${channel}_${sourceId}`
    : deterministicId('msg', `${sourceId} ${kind} ${channel} ${discriminator}`)
}

/**
 * Keeps a row that an earlier attempt created.
 *
 * @returns the stored rows
 */
export async function claimNotifications(
  em: EntityManager,
  notifications: readonly NewNotification[],
): Promise<NotificationRow[]> {
  const rows = notifications.map((notification) => ({
    id: notificationId(notification),
    invoice_id: 'invoiceId' in notification ? notification.invoiceId : null,
    recurring_id: 'recurringId' in notification ? notification.recurringId : null,
    kind: notification.kind,
    channel: notification.channel,
    discriminator: notification.discriminator,
    recipient: notification.recipient,
  }))
  await em.execute(
    `insert into notification (id, invoice_id, recurring_id, kind, channel, discriminator, recipient, status)
     select n.id, n.invoice_id, n.recurring_id, n.kind, n.channel, n.discriminator, n.recipient, 'pending'
     from jsonb_to_recordset(?::jsonb) as n(id text, invoice_id text, recurring_id text, kind text,
       channel text, discriminator text, recipient text)
     on conflict do nothing`,
    [JSON.stringify(rows)],
  )
  return readNotifications(
    em,
    rows.map(({ id }) => id),
  )
}

/** Reads rows without the identity map, because SQL statements here change the rows. */
export async function readNotifications(
  em: EntityManager,
  ids: readonly string[],
): Promise<NotificationRow[]> {
  return em.find(NotificationRow, { id: { $in: [...ids] } }, { disableIdentityMap: true })
}

export async function findSuppressed(em: EntityManager, ids: readonly string[]): Promise<Set<string>> {
  const rows = await em.execute<{ id: string }[]>(
    `select n.id from notification n join invoice i on i.id = n.invoice_id
       join suppressed_address s on s.merchant_id = i.merchant_id and s.mode = i.mode
         and s.channel = n.channel and s.address = lower(n.recipient) and s.reopened_at is null
     where n.kind <> 'notice' and n.id in (select jsonb_array_elements_text(?::jsonb))`,
    [JSON.stringify(ids)],
  )
  return new Set(rows.map(({ id }) => id))
}

/**
 * Attempts can overlap, so only rows with the given `attemptedAt` are marked.
 *
 * @returns the ids of the marked rows
 */
export async function markAttempted(
  em: EntityManager,
  notifications: readonly NotificationRow[],
  at: Date,
): Promise<Set<string>> {
  const seen = notifications.map(({ id, attemptedAt }) => ({ id, attempted_at: attemptedAt ?? null }))
  const rows = await em.execute<{ id: string }[]>(
    `update notification n set attempted_at = ?
     from jsonb_to_recordset(?::jsonb) as seen(id text, attempted_at timestamptz)
     where n.id = seen.id and n.status = 'pending' and n.attempted_at is not distinct from seen.attempted_at
     returning n.id`,
    [at, JSON.stringify(seen)],
  )
  return new Set(rows.map(({ id }) => id))
}

/** The caller must be certain that the provider has no copy. */
export async function clearAttempt(em: EntityManager, ids: readonly string[], at: Date): Promise<void> {
  await em.execute(
    `update notification set attempted_at = null
     where status = 'pending' and attempted_at = ? and id in (select jsonb_array_elements_text(?::jsonb))`,
    [at, JSON.stringify(ids)],
  )
}

export type SettledNotification = { id: string } & (
  | { status: 'sent'; providerMessageId: string; segments?: number }
  | { status: 'failed'; failure: NotificationFailure }
)

/** A settled notification keeps the first outcome. */
export async function settleNotifications(
  em: EntityManager,
  settled: readonly SettledNotification[],
): Promise<void> {
  if (settled.length === 0) return
  await em.execute(
    `update notification n
     set status = s.status, provider_message_id = s."providerMessageId", segments = s.segments, failure = s.failure,
       updated_at = now()
     from jsonb_to_recordset(?::jsonb)
       as s(id text, status text, "providerMessageId" text, segments integer, failure text)
     where n.id = s.id and n.status = 'pending'`,
    [JSON.stringify(settled)],
  )
}
