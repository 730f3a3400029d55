import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Channel, DeliveryFailure, UnneededReason } from '../../domain/invoice/index.ts'
import type { TemplateKind } from '../../domain/invoice/messages/own-words.ts'

export type NotificationKind = TemplateKind | 'notice'

export type NotificationFailure = DeliveryFailure | UnneededReason | 'superseded'

const NotificationSchema = defineEntity({
  name: 'NotificationRow',
  tableName: 'notification',
  properties: {
    id: p.string().primary(),
    invoiceId: p.string().nullable(),
    recurringId: p.string().nullable(),
    webhookEndpointId: p.string().nullable(),
    accountMailId: p.string().nullable(),
    merchantNoticeId: p.string().nullable(),
    kind: p.string().$type<NotificationKind>(),
    channel: p.string().$type<Channel>(),
    discriminator: p.text().default(''),
    copy: p.integer().default(0),
    recipient: p.text(),
    status: p.string().$type<'pending' | 'sent' | 'failed'>(),
    segments: p.integer().nullable(),
    providerMessageId: p.text().nullable(),
    failure: p.string().$type<NotificationFailure>().nullable(),
    /** Null means that the provider certainly has no copy. */
    attemptedAt: p.datetime().nullable(),
    /** Identifies the text of the last attempt. Null for an e-mail. */
    textHash: p.text().nullable(),
    /** The message has its place among the test e-mails of a day. */
    isCounted: p.boolean().default(false),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class NotificationRow extends NotificationSchema.class {}
NotificationSchema.setClass(NotificationRow)
