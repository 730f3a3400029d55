import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Channel, DeliveryFailure, UnneededReason } from '../../domain/invoice/index.ts'

/** The merchant gets a `notice`, and the customer gets every other kind. */
export type NotificationKind = 'invoice' | 'receipt' | 'reminder' | 'refund_notice' | 'void_notice' | 'notice'

/** Another notification, with the current address or link, replaces a `superseded` one. */
export type NotificationFailure = DeliveryFailure | UnneededReason | 'superseded'

const NotificationSchema = defineEntity({
  name: 'NotificationRow',
  tableName: 'notification',
  properties: {
    id: p.string().primary(),
    invoiceId: p.string().nullable(),
    recurringId: p.string().nullable(),
    kind: p.string().$type<NotificationKind>(),
    channel: p.string().$type<Channel>(),
    /**
     * Holds a delivery number, or the id of a payment, reminder, refund, void or notice. The first
     * invoice message of a channel has an empty discriminator.
     */
    discriminator: p.text().default(''),
    recipient: p.text(),
    status: p.string().$type<'pending' | 'sent' | 'failed'>(),
    /** Counts the segments of a text message that the provider accepted. */
    segments: p.integer().nullable(),
    providerMessageId: p.text().nullable(),
    failure: p.string().$type<NotificationFailure>().nullable(),
    /** Is the start of the latest send attempt. Null means that the provider certainly has no copy. */
    attemptedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class NotificationRow extends NotificationSchema.class {}
NotificationSchema.setClass(NotificationRow)
