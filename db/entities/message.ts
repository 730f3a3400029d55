import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Channel } from '../../domain/invoice/index.ts'

const MessageSchema = defineEntity({
  name: 'MessageRow',
  tableName: 'message',
  properties: {
    /** Travels as metadata with the message, so that a lost answer can be looked up. */
    id: p.string().primary(),
    invoiceId: p.string(),
    kind: p.string().$type<'invoice' | 'receipt'>(),
    channel: p.string().$type<Channel>(),
    recipient: p.text(),
    state: p.string().$type<'pending' | 'sent' | 'failed'>(),
    providerMessageId: p.text().nullable(),
    /** When it was handed to the provider and no answer came yet; null if it certainly was not taken. */
    attemptedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class MessageRow extends MessageSchema.class {}
MessageSchema.setClass(MessageRow)
