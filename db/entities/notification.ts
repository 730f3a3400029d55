import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Channel, DeliveryFailure } from '../../domain/invoice/index.ts'

export type NotificationKind = 'invoice' | 'receipt' | 'reminder' | 'refund_notice' | 'notice'

const MessageSchema = defineEntity({
  name: 'NotificationRow',
  tableName: 'notification',
  properties: {
    /** Travels as metadata with the message, so that a lost answer can be looked up. */
    id: p.string().primary(),
    invoiceId: p.string(),
    kind: p.string().$type<NotificationKind>(),
    channel: p.string().$type<Channel>(),
    /** Which of its kind: the sending of the invoice, the payment, the reminder. Empty for the first version's. */
    discriminator: p.text().default(''),
    recipient: p.text(),
    status: p.string().$type<'pending' | 'sent' | 'failed'>(),
    /** Of a text message: how many it is charged as. */
    parts: p.integer().nullable(),
    providerMessageId: p.text().nullable(),
    /** Why the provider refused it, or why it was not sent. `superseded`: another one took its place. */
    failure: p.string().$type<DeliveryFailure | 'superseded'>().nullable(),
    /** When it was handed to the provider and no answer came yet; null if it certainly was not taken. */
    attemptedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class NotificationRow extends MessageSchema.class {}
MessageSchema.setClass(NotificationRow)
