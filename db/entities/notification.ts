import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Channel, DeliveryFailure, UnneededReason } from '../../domain/invoice/index.ts'

/** The kind of a message. The merchant gets a `notice`, and the customer gets every other kind. */
export type NotificationKind = 'invoice' | 'receipt' | 'reminder' | 'refund_notice' | 'void_notice' | 'notice'

/** The reason why a notification failed or was not sent. A later notification replaces a `superseded` one. */
export type NotificationFailure = DeliveryFailure | UnneededReason | 'superseded'

const NotificationSchema = defineEntity({
  name: 'NotificationRow',
  tableName: 'notification',
  properties: {
    /** The message's id, by which a retry finds an earlier send at the provider. */
    id: p.string().primary(),
    /** The invoice; null for a notification about a recurring invoice. */
    invoiceId: p.string().nullable(),
    recurringId: p.string().nullable(),
    kind: p.string().$type<NotificationKind>(),
    channel: p.string().$type<Channel>(),
    /**
     * The delivery number, or the id of the payment, reminder, refund or notice. Only the first invoice
     * message has none.
     */
    discriminator: p.text().default(''),
    recipient: p.text(),
    status: p.string().$type<'pending' | 'sent' | 'failed'>(),
    /** The number of charged segments of a text message. */
    segments: p.integer().nullable(),
    providerMessageId: p.text().nullable(),
    failure: p.string().$type<NotificationFailure>().nullable(),
    /** The start of the latest send attempt. Null means that the provider certainly has no copy. */
    attemptedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class NotificationRow extends NotificationSchema.class {}
NotificationSchema.setClass(NotificationRow)
