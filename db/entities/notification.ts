import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Channel, DeliveryFailure } from '../../domain/invoice/index.ts'

/** `notice` goes to the merchant, every other kind to the customer. */
export type NotificationKind = 'invoice' | 'receipt' | 'reminder' | 'refund_notice' | 'notice'

/** Reason why a notification failed or was not sent. `superseded`: a later notification replaces this one. */
export type NotificationFailure = DeliveryFailure | 'superseded'

const NotificationSchema = defineEntity({
  name: 'NotificationRow',
  tableName: 'notification',
  properties: {
    /** Travels as metadata with the message, so that a lost response can be looked up. */
    id: p.string().primary(),
    /** Exactly one of invoice and recurring invoice is set. */
    invoiceId: p.string().nullable(),
    recurringId: p.string().nullable(),
    kind: p.string().$type<NotificationKind>(),
    channel: p.string().$type<Channel>(),
    /** Distinguishes notifications of one kind: the delivery number, payment, reminder, refund or notice. */
    discriminator: p.text().default(''),
    recipient: p.text(),
    status: p.string().$type<'pending' | 'sent' | 'failed'>(),
    /** Number of segments that a text message is charged as. */
    segments: p.integer().nullable(),
    providerMessageId: p.text().nullable(),
    failure: p.string().$type<NotificationFailure>().nullable(),
    /** Start of the latest send attempt. Null while the provider certainly has no copy. */
    attemptedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class NotificationRow extends NotificationSchema.class {}
NotificationSchema.setClass(NotificationRow)
