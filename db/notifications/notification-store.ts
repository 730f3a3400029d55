import type { Channel, InvoiceStatus } from '../../domain/invoice/index.ts'
import type { NotificationFailure, NotificationKind, NotificationRow } from '../entities/index.ts'
import { deterministicId } from '../ids.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'
import type { Mode } from '../../domain/shared/mode.ts'

type Source =
  | { invoiceId: string }
  | { recurringId: string }
  | { accountMailId: string }
  | { webhookEndpointId: string }
  | { merchantNoticeId: string }

type NotificationKey = Source & {
  kind: NotificationKind
  channel: Channel
  discriminator: string
  copy?: number
}

export type NewNotification = NotificationKey & { recipient: string }

/** Each attempt must compute the same id for the same message. */
function notificationId(notification: NotificationKey): string {
  const { kind, channel, discriminator, copy = 0 } = notification
  const sourceId = sourceIdOf(notification)
  if (copy > 0) return deterministicId('msg', `${sourceId} ${kind} ${channel} ${discriminator} copy ${copy}`)
  return discriminator === ''
    ? `msg_${kind}_${channel}_${sourceId}`
    : deterministicId('msg', `${sourceId} ${kind} ${channel} ${discriminator}`)
}

function sourceIdOf(source: Source): string {
  if ('invoiceId' in source) return source.invoiceId
  if ('recurringId' in source) return source.recurringId
  if ('merchantNoticeId' in source) return source.merchantNoticeId
  return 'accountMailId' in source ? source.accountMailId : source.webhookEndpointId
}

export type Notification = Pick<
  NotificationRow,
  | 'id'
  | 'invoiceId'
  | 'recurringId'
  | 'kind'
  | 'channel'
  | 'discriminator'
  | 'copy'
  | 'recipient'
  | 'status'
  | 'segments'
  | 'providerMessageId'
  | 'failure'
  | 'attemptedAt'
  | 'textHash'
>

interface Sender {
  merchantId: string
  mode: Mode
  isSuspended: boolean
}

const COLUMNS = `n.id, n.invoice_id as "invoiceId", n.recurring_id as "recurringId", n.kind, n.channel,
  n.discriminator, n.copy, n.recipient, n.status, n.segments,
  n.provider_message_id as "providerMessageId", n.failure, n.text_hash as "textHash",
  (extract(epoch from n.attempted_at) * 1000)::float8 as "attemptedAtMs"`

type Columns = Omit<Notification, 'attemptedAt'> & { attemptedAtMs: number | null }

function toNotification({ attemptedAtMs, ...columns }: Columns): Notification {
  return { ...columns, attemptedAt: attemptedAtMs === null ? null : new Date(attemptedAtMs) }
}

export interface ClaimedNotification {
  notification: Notification
  isSuppressed: boolean
  /** True if an attempt went to an address that has been corrected since. */
  isMisaddressed: boolean
  /** Null for an e-mail about an account. */
  sender: Sender | null
}

export async function claimNotifications(
  em: EntityManager,
  notifications: readonly NewNotification[],
): Promise<ClaimedNotification[]> {
  const rows = notifications.map((notification) => ({
    id: notificationId(notification),
    invoice_id: 'invoiceId' in notification ? notification.invoiceId : null,
    recurring_id: 'recurringId' in notification ? notification.recurringId : null,
    webhook_endpoint_id: 'webhookEndpointId' in notification ? notification.webhookEndpointId : null,
    account_mail_id: 'accountMailId' in notification ? notification.accountMailId : null,
    merchant_notice_id: 'merchantNoticeId' in notification ? notification.merchantNoticeId : null,
    kind: notification.kind,
    channel: notification.channel,
    discriminator: notification.discriminator,
    copy: notification.copy ?? 0,
    recipient: notification.recipient,
  }))
  const claimed = await claim(em, rows)
  // The next statement can find rows of a concurrent claim that the first cannot:
  // https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED
  return claimed.length < rows.length ? claim(em, rows) : claimed
}

/**
 * The locks of the invoices make an erasure wait for the new rows.
 * A later delivery replaces an invoice whose address is corrected. Other messages take the new address.
 */
async function claim(em: EntityManager, rows: readonly { id: string }[]): Promise<ClaimedNotification[]> {
  type State = Omit<ClaimedNotification, 'notification'>
  const claimed = await executePrepared<Columns & State>(
    em,
    `with claimed as (
       select * from jsonb_to_recordset(?::jsonb) as c(id text, invoice_id text, recurring_id text,
         account_mail_id text, webhook_endpoint_id text, merchant_notice_id text, kind text, channel text, discriminator text,
         copy integer, recipient text)),
     owner as (
       select i.id, i.customer_email = '' as is_erased from invoice i
       where i.id in (select invoice_id from claimed) order by i.id for key share of i),
     wanted as (
       select c.*, case when o.is_erased and c.kind <> 'notice' then '' else c.recipient end as address
       from claimed c left join owner o on o.id = c.invoice_id),
     inserted as (
       insert into notification (id, invoice_id, recurring_id, account_mail_id, webhook_endpoint_id,
         merchant_notice_id, kind, channel, discriminator, copy, recipient, status)
       select c.id, c.invoice_id, c.recurring_id, c.account_mail_id, c.webhook_endpoint_id,
         c.merchant_notice_id, c.kind, c.channel, c.discriminator, c.copy, c.address, 'pending'
       from wanted c
       on conflict do nothing returning *),
     readdressed as (
       update notification n set recipient = c.address from wanted c
       where n.id = c.id and n.status = 'pending' and n.attempted_at is null and n.recipient <> c.address
         and n.kind <> 'invoice'
       returning n.*)
     select ${COLUMNS}, n.kind <> 'notice' and (s.id is not null or n.recipient = '') as "isSuppressed",
       n.status = 'pending' and n.kind <> 'invoice' and n.recipient <> w.address as "isMisaddressed",
       case when m.id is not null then jsonb_build_object('merchantId', m.id,
         'mode', coalesce(i.mode, r.mode, e.mode, x.mode), 'isSuspended', m.status = 'suspended') end as sender
     from (select * from inserted union all select * from readdressed union all
           select stored.* from notification stored join claimed using (id)
           where not exists (select from readdressed r where r.id = stored.id)) as n
       join wanted w on w.id = n.id
       left join invoice i on i.id = n.invoice_id
       left join recurring_invoice r on r.id = n.recurring_id
       left join webhook_endpoint e on e.id = n.webhook_endpoint_id
       left join merchant_notice x on x.id = n.merchant_notice_id
       left join merchant m on m.id = coalesce(i.merchant_id, r.merchant_id, e.merchant_id, x.merchant_id)
       left join suppressed_address s on s.merchant_id = i.merchant_id and s.mode = i.mode
         and s.channel = n.channel and s.address = lower(n.recipient) and s.reopened_at is null`,
    [JSON.stringify(rows)],
  )
  return claimed.map(({ isSuppressed, isMisaddressed, sender, ...columns }) => ({
    notification: toNotification(columns),
    isSuppressed,
    isMisaddressed,
    sender,
  }))
}

export async function readNotifications(em: EntityManager, ids: readonly string[]): Promise<Notification[]> {
  if (ids.length === 0) return []
  const rows = await executePrepared<Columns>(
    em,
    `select ${COLUMNS} from notification n where n.id in (select jsonb_array_elements_text(?::jsonb))`,
    [JSON.stringify(ids)],
  )
  return rows.map(toNotification)
}

export interface InvoiceAtAttempt {
  status: InvoiceStatus
  lastSeq: number
}

/**
 * Attempts can overlap, so the update skips rows with another `attemptedAt`.
 *
 * @returns status and length of the log of each marked row's invoice, by the row's id
 */
export async function markAttempted(
  em: EntityManager,
  notifications: readonly Notification[],
  at: Date,
  textHashes: ReadonlyMap<string, string>,
): Promise<Map<string, InvoiceAtAttempt | null>> {
  const seen = notifications.map(({ id, attemptedAt }) => ({
    id,
    attempted_at: attemptedAt ?? null,
    text_hash: textHashes.get(id) ?? null,
  }))
  const rows = await executePrepared<{ id: string; invoice: InvoiceAtAttempt | null }>(
    em,
    `update notification n set attempted_at = ?, text_hash = seen.text_hash
     from jsonb_to_recordset(?::jsonb) as seen(id text, attempted_at timestamptz, text_hash text)
     where n.id = seen.id and n.status = 'pending' and n.attempted_at is not distinct from seen.attempted_at
       and (n.kind = 'notice' or not exists (
         select from invoice i join merchant m on m.id = i.merchant_id
         where i.id = n.invoice_id and m.status = 'suspended'))
     returning n.id, (select jsonb_build_object('status', i.status, 'lastSeq', i.last_seq)
       from invoice i where i.id = n.invoice_id) as invoice`,
    [at, JSON.stringify(seen)],
  )
  return new Map(rows.map(({ id, invoice }) => [id, invoice]))
}

/** Returns the ids of the provider that belong to no message yet. */
export async function withoutKnown(
  em: EntityManager,
  providerMessageIds: readonly string[],
): Promise<string[]> {
  if (providerMessageIds.length === 0) return []
  const rows = await executePrepared<{ id: string }>(
    em,
    `select l.id from jsonb_array_elements_text(?::jsonb) with ordinality as l(id, n)
     where not exists (select from notification k where k.channel = 'sms' and k.provider_message_id = l.id)
     order by l.n`,
    [JSON.stringify(providerMessageIds)],
  )
  return rows.map(({ id }) => id)
}

/** The caller must be certain that the provider has no copy. */
export async function clearAttempt(em: EntityManager, ids: readonly string[], at: Date): Promise<void> {
  await executePrepared(
    em,
    `update notification set attempted_at = null
     where status = 'pending' and attempted_at = ? and id in (select jsonb_array_elements_text(?::jsonb))`,
    [at, JSON.stringify(ids)],
  )
}

/** Skips messages that an attempt may have sent. */
export async function failUnattempted(
  em: EntityManager,
  failed: readonly { id: string; failure: NotificationFailure }[],
): Promise<void> {
  await executePrepared(
    em,
    `update notification n set status = 'failed', failure = f.failure, updated_at = now()
     from jsonb_to_recordset(?::jsonb) as f(id text, failure text)
     where n.id = f.id and n.status = 'pending' and n.attempted_at is null`,
    [JSON.stringify(failed)],
  )
}

/** Returns the most that a message of any channel has reached, without copies. */
export async function readProgress(
  em: EntityManager,
  { invoiceId, kind, discriminator }: Pick<NotificationRow, 'kind' | 'discriminator'> & { invoiceId: string },
): Promise<'none' | 'attempted' | 'sent'> {
  const rows = await executePrepared<{ status: NotificationRow['status'] }>(
    em,
    `select status from notification
     where invoice_id = ? and kind = ? and discriminator = ? and copy = 0
       and (status = 'sent' or status = 'pending' and attempted_at is not null)`,
    [invoiceId, kind, discriminator],
  )
  if (rows.length === 0) return 'none'
  return rows.some(({ status }) => status === 'sent') ? 'sent' : 'attempted'
}

/** A later plan can need a message that an earlier one left out. No provider has it. */
export async function reviveUnneeded(
  em: EntityManager,
  { invoiceId, kind, discriminator }: Pick<NotificationRow, 'kind' | 'discriminator'> & { invoiceId: string },
): Promise<void> {
  await executePrepared(
    em,
    `update notification set status = 'pending', failure = null, attempted_at = null
     where invoice_id = ? and kind = ? and discriminator = ? and status = 'failed'
       and failure in ('already_paid', 'voided', 'superseded', 'not_sent_in_test_mode')`,
    [invoiceId, kind, discriminator],
  )
}

export type FinishedNotification = { id: string } & (
  | { status: 'sent'; providerMessageId: string; segments?: number }
  | { status: 'failed'; failure: NotificationFailure }
)

export async function finishNotifications(
  em: EntityManager,
  finished: readonly FinishedNotification[],
): Promise<Notification[]> {
  if (finished.length === 0) return []
  const rows = await executePrepared<Columns>(
    em,
    `update notification n
     set status = s.status, provider_message_id = s."providerMessageId", segments = s.segments, failure = s.failure,
       updated_at = now()
     from jsonb_to_recordset(?::jsonb)
       as s(id text, status text, "providerMessageId" text, segments integer, failure text)
     where n.id = s.id and n.status = 'pending'
     returning ${COLUMNS}`,
    [JSON.stringify(finished)],
  )
  const stored = new Set(rows.map(({ id }) => id))
  const others = finished.filter(({ id }) => !stored.has(id)).map(({ id }) => id)
  return [...rows.map(toNotification), ...(await readNotifications(em, others))]
}
