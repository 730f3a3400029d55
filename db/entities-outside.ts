import { defineEntity, p } from '@mikro-orm/postgresql'
import type { AttemptState, Channel, Rail } from '../domain/invoice/index.ts'
import type { Mode } from './entities.ts'

/** Who sends webhooks in. */
export type InboxSource = 'truelayer' | 'postmark' | 'twilio'

// What stands between an invoice and the outside: payments, messages, webhooks in, and repeated requests.

const PaymentAttemptSchema = defineEntity({
  name: 'PaymentAttemptRow',
  tableName: 'payment_attempt',
  properties: {
    /** Also the idempotency key at the rail. */
    id: p.string().primary(),
    invoiceId: p.string(),
    rail: p.string().$type<Rail>(),
    bankId: p.text(),
    bankName: p.text(),
    state: p.string().$type<AttemptState>(),
    amount: p.bigint('bigint'),
    currency: p.string(),
    /** The exact body of the first request, so that every resend is identical. */
    requestBody: p.text(),
    providerPaymentId: p.text().nullable(),
    redirectUrl: p.text().nullable(),
    failure: p.text().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class PaymentAttemptRow extends PaymentAttemptSchema.class {}
PaymentAttemptSchema.setClass(PaymentAttemptRow)

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

const InboxSchema = defineEntity({
  name: 'InboxRow',
  tableName: 'inbox',
  properties: {
    source: p.string().$type<InboxSource>().primary(),
    eventId: p.text().primary(),
    body: p.text(),
    receivedAt: p.datetime(),
    /** When the sweep last tried to handle it. */
    triedAt: p.datetime().nullable(),
    handledAt: p.datetime().nullable(),
    outcome: p.text().nullable(),
  },
})
export class InboxRow extends InboxSchema.class {}
InboxSchema.setClass(InboxRow)

const NumberSequenceSchema = defineEntity({
  name: 'NumberSequenceRow',
  tableName: 'number_sequence',
  properties: {
    merchantId: p.string().primary(),
    mode: p.string().$type<Mode>().primary(),
    series: p.text().primary(),
    last: p.integer(),
  },
})
export class NumberSequenceRow extends NumberSequenceSchema.class {}
NumberSequenceSchema.setClass(NumberSequenceRow)

const IdempotencyKeySchema = defineEntity({
  name: 'IdempotencyKeyRow',
  tableName: 'idempotency_key',
  properties: {
    merchantId: p.string().primary(),
    mode: p.string().$type<Mode>().primary(),
    key: p.text().primary(),
    requestHash: p.string(),
    invoiceId: p.string(),
    /** While this is in the future, the first request is still being worked on. */
    lockedUntil: p.datetime(),
    responseStatus: p.integer().nullable(),
    responseBody: p.text().nullable(),
    createdAt: p.datetime(),
  },
})
export class IdempotencyKeyRow extends IdempotencyKeySchema.class {}
IdempotencyKeySchema.setClass(IdempotencyKeyRow)
