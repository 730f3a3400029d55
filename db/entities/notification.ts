import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Channel, DeliveryFailure } from '../../domain/invoice/index.ts'

/** `notice` goes to the merchant, every other kind to the customer. */
export type NotificationKind = 'invoice' | 'receipt' | 'reminder' | 'refund_notice' | 'void_notice' | 'notice'

/**
 * The reason why a notification failed or was not sent. `superseded` means that a later notification replaces
 * the row.
 */
export type NotificationFailure = DeliveryFailure | 'superseded'

const NotificationSchema = defineEntity({
  name: 'NotificationRow',
  tableName: 'notification',
  properties: {
    /** A retry finds a message without a response by the id in the metadata. */
    id: p.string().primary(),
    /** Exactly one of invoice and recurring invoice is set. */
    invoiceId: p.string().nullable(),
    recurringId: p.string().nullable(),
    kind: p.string().$type<NotificationKind>(),
    channel: p.string().$type<Channel>(),
    /**
     * The delivery number, payment, reminder, refund or notice. Notifications of one kind have different
     * discriminators.
     */
    discriminator: p.text().default(''),
    recipient: p.text(),
    status: p.string().$type<'pending' | 'sent' | 'failed'>(),
    /** The number of segments that a text message is charged as. */
    segments: p.integer().nullable(),
    providerMessageId: p.text().nullable(),
    failure: p.string().$type<NotificationFailure>().nullable(),
    /** The start of the latest send attempt. Null while the provider certainly has no copy. */
    attemptedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class NotificationRow extends NotificationSchema.class {}
NotificationSchema.setClass(NotificationRow)
